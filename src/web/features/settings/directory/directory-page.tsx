import { useQuery } from '@tanstack/react-query';
import { Directory } from '../../../api/documents.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Page, Panel } from '../../../ui/page.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import settings from '../settings.module.css';
import { GroupMappings } from './group-mappings.tsx';
import { ScimTokens } from './scim-tokens.tsx';

/** Where a company's directory says who belongs here: its address and tokens, and what its groups give. */
export function DirectoryPage() {
  const organization = useOrganization();
  const { data, error, refetch } = useQuery({
    queryKey: keys.list(organization, 'directory', 'all'),
    queryFn: () => ask(organization, Directory, {}),
  });
  const found = data?.organization;
  return (
    <Page
      title="Directory"
      sub="Your directory (Entra ID, Okta) makes and ends members here by SCIM 2.0, and its groups decide their roles."
    >
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !found ? (
        <Loading lines={10} />
      ) : (
        <div className={settings.columns}>
          <Panel title="Address">
            <Facts
              items={[
                [
                  'Tenant URL',
                  <span key="url">
                    <code>{found.scimUrl}</code> <CopyButton text={found.scimUrl} label="Copy the address" />
                  </span>,
                ],
              ]}
            />
          </Panel>
          <ScimTokens tokens={found.scimTokens} />
          <GroupMappings key={JSON.stringify(found.groupMappings)} groups={found.directoryGroups} mappings={found.groupMappings} />
        </div>
      )}
    </Page>
  );
}

import { useQuery } from '@tanstack/react-query';
import { CreatePersonalToken, PersonalTokens as PersonalTokensQuery } from '../../api/documents.ts';
import { ask } from '../../api/graphql.ts';
import { keys } from '../../api/keys.ts';
import { useOrganization } from '../../parts/account.ts';
import { KeyList } from '../../parts/keys/key-list.tsx';
import { NewKey } from '../../parts/keys/new-key.tsx';
import { Panel } from '../../ui/page.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import classes from './profile.module.css';

/** Keys of one's own, for scripts; in this organization. */
export function PersonalTokens() {
  const organization = useOrganization();
  const { data, error, refetch } = useQuery({
    queryKey: keys.list(organization, 'api-key', 'mine'),
    queryFn: () => ask(organization, PersonalTokensQuery, {}),
  });
  const tokens = data?.me.personalTokens ?? [];
  return (
    <Panel title="Personal tokens">
      <div className={classes.fields}>
        <p className={classes.hint}>
          For your scripts: a token acts as you in this organization, with what you give it. It ends with your membership.
        </p>
        {error ? <ErrorState error={error} retry={() => void refetch()} /> : !data && <Loading lines={2} />}
        {tokens.length > 0 && <KeyList keys={tokens} label="Your personal tokens" />}
        {data && (
          <div>
            <NewKey
              label="New token"
              scopes={data.organization?.viewerMembership?.scopes ?? []}
              create={async (terms) =>
                (await ask(organization, CreatePersonalToken, { input: { organization, ...terms } })).createPersonalToken.secret
              }
            />
          </div>
        )}
      </div>
    </Panel>
  );
}

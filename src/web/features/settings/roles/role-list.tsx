import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import { useOrganization } from '../../../parts/account.ts';
import { ROLES_IN_WORDS } from '../../../parts/role-in-words.ts';
import { Facts } from '../../../ui/facts.tsx';
import { Page, Panel } from '../../../ui/page.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import { rolesQuery } from '../members/roles.ts';
import settings from '../settings.module.css';
import classes from './roles.module.css';

/** What each role may do, and what the words in tokens and keys mean. */
export function RoleList() {
  const organization = useOrganization();
  const { data, error, refetch } = useQuery(rolesQuery(organization));
  const roles = data?.organization?.roles ?? [];
  const scopes = data?.scopes.filter((scope) => !scope.isOfInstallation) ?? [];
  return (
    <Page title="Roles and scopes" sub="What each role may do. A key or a token may be given less of it, never more.">
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading lines={12} />
      ) : (
        <div className={settings.form}>
          <Panel title="Roles">
            <Facts items={roles.map(({ name }) => [name, ROLES_IN_WORDS[name]])} />
          </Panel>
          <Panel title="Scopes" flush>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
            <section className={classes.scroll} tabIndex={0} aria-label="Scopes by role">
              <Table aria-label="Scopes by role" stickyHeader>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Scope</Table.Th>
                    {roles.map(({ name }) => (
                      <Table.Th key={name}>{name}</Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {scopes.map(({ name, description }) => (
                    <Table.Tr key={name}>
                      <Table.Th scope="row" className={classes.scope}>
                        <code>{name}</code>
                        <span className={classes.reach}>{description}</span>
                      </Table.Th>
                      {roles.map((role) => (
                        <Table.Td key={role.name}>
                          {role.scopes.includes(name) ? (
                            <Check size={15} role="img" aria-label="yes" />
                          ) : (
                            <Minus size={15} role="img" aria-label="no" className={classes.no} />
                          )}
                        </Table.Td>
                      ))}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </section>
          </Panel>
        </div>
      )}
    </Page>
  );
}

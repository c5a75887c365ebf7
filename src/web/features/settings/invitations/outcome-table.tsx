import { Badge, Table } from '@mantine/core';
import { Panel } from '../../../ui/page.tsx';
import classes from '../members/members.module.css';
import type { Outcome } from './people.ts';

type Props = { outcomes: Outcome[]; role: string | undefined; isDone: boolean };

/** Every row of the list with what becomes of it, those with a problem first to be seen. */
export function OutcomeTable({ outcomes, role, isDone }: Props) {
  const failed = outcomes.filter(({ problems }) => problems.length);
  const fine = outcomes.filter(({ problems }) => !problems.length);
  return (
    <Panel title={isDone ? 'What became of it' : 'What becomes of it'} flush>
      <Table aria-label="Outcome for each person">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Person</Table.Th>
            <Table.Th>Role</Table.Th>
            <Table.Th>Outcome</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...failed, ...fine].map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an address may be in the list twice, and nothing is moved
            <Table.Tr key={index}>
              <Table.Td>
                <span className={classes.person}>
                  {one.name || one.email}
                  {one.name && <span className={classes.address}>{one.email}</span>}
                </span>
              </Table.Td>
              <Table.Td>{one.role ?? role}</Table.Td>
              <Table.Td>
                {one.problems.length ? (
                  <span className={classes.person}>
                    <Badge color="vermilion">Not invited</Badge>
                    <span className={classes.address}>{one.problems.map(({ msg }) => msg).join(' ')}</span>
                  </span>
                ) : (
                  <Badge color="verdigris">{isDone ? 'Invited' : 'Will be invited'}</Badge>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

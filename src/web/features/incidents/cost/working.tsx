import { Table } from '@mantine/core';
import type { CostNow } from '../../../api/types.ts';
import { money } from '../../../ui/format.ts';
import classes from './cost.module.css';

const hours = (amount: number) => `${amount.toLocaleString(undefined, { maximumFractionDigits: 2 })} h`;

/** How the computed line comes about: whose time it is, and what the review adds. */
export function Working({ now }: { now: CostNow }) {
  if (now.hourly_rate === null || (!now.people.length && !now.review_hours)) return null;
  return (
    <section aria-label="How the computed cost comes about">
      <p className={classes.note}>
        Computed from the time people worked on it, at {money(now.hourly_rate)} an hour. Hours are weighted by role: command counts in full,
        a scribe three quarters, others half; at most eight a day.
      </p>
      <div className={classes.scroll}>
        <Table aria-label="Time by person">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Who</Table.Th>
              <Table.Th ta="end">Hours</Table.Th>
              <Table.Th ta="end">Amount</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {now.people.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  {one.name}
                  <span className={classes.about}>{one.email}</span>
                </Table.Td>
                <Table.Td ta="end">{hours(one.hours)}</Table.Td>
                <Table.Td ta="end">{money(one.amount)}</Table.Td>
              </Table.Tr>
            ))}
            {now.review_hours > 0 && (
              <Table.Tr>
                <Table.Td>Review: preparing it and meeting about it</Table.Td>
                <Table.Td ta="end">{hours(now.review_hours)}</Table.Td>
                <Table.Td ta="end">{money(now.review_hours * now.hourly_rate)}</Table.Td>
              </Table.Tr>
            )}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

import type { Rotation } from '../../../api/types.ts';
import { Person } from '../../../parts/marks.tsx';
import { absolute, clock, dayOf } from '../../../ui/format.ts';
import classes from './extras.module.css';
import type { Shift } from './rotation.ts';

type Props = { onCall: Rotation['on_call'] | undefined; shifts: Shift[]; isDraft: boolean; now: number };

/** Who has the duty now and the next turns; while the rotation is being edited, how it would be. */
export function Shifts({ onCall, shifts, isDraft, now }: Props) {
  return (
    <div className={classes.shifts}>
      <p className={classes.now}>
        <span className={classes.nowLabel}>On call now</span>
        <Person individual={onCall} />
      </p>
      {shifts.length > 0 && (
        <table className={classes.turns}>
          <caption className={classes.caption}>{isDraft ? 'Turns as they would be once saved' : 'This turn and the next'}</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Until</th>
              <th scope="col">Who</th>
            </tr>
          </thead>
          <tbody>
            {shifts.map(({ person, from, to }) => (
              <tr key={from.toISOString()} data-now={(from.getTime() <= now && now < to.getTime()) || undefined}>
                <td>
                  <time dateTime={from.toISOString()} title={absolute(from)}>
                    {dayOf(from)}, {clock(from)}
                  </time>
                </td>
                <td>
                  <time dateTime={to.toISOString()} title={absolute(to)}>
                    {dayOf(to)}, {clock(to)}
                  </time>
                </td>
                <td>
                  <Person individual={person} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

import { CircleCheck, CircleX, Info } from 'lucide-react';
import type { SignInCheck } from '../../../api/types.ts';
import classes from './sign-in-settings.module.css';

const MARKS = {
  good: { Icon: CircleCheck, label: 'Good' },
  wrong: { Icon: CircleX, label: 'Wrong' },
  note: { Icon: Info, label: 'To know' },
};

/** The steps in order, each with what was found. */
export function Checks({ checks }: { checks: SignInCheck[] }) {
  return (
    <ul className={classes.checks} aria-live="polite">
      {checks.map(({ check, result, detail }) => {
        const { Icon, label } = MARKS[result];
        return (
          <li key={check} className={classes.check} data-result={result}>
            <Icon size={18} aria-label={label} />
            <div>
              <span className={classes.checkName}>{check.charAt(0).toUpperCase() + check.slice(1)}</span>
              <span className={classes.detail}>{detail}</span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

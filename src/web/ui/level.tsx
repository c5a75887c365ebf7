import classes from './level.module.css';

const steps = (count: number) => [...Array(count).keys()];

/**
 * A rank as bars, like the strength of a signal: readable without colour.
 * @param level from 1; more than `of` counts as `of`
 * @param color CSS colour of the configuration; the outline keeps pale ones visible
 */
export function LevelBars({ level, of = 5, color }: { level: number; of?: number; color?: string | null | undefined }) {
  const shown = Math.max(0, Math.min(of, level));
  return (
    <svg className={classes.bars} viewBox={`0 0 ${of * 4 - 1} 12`} width={of * 4 - 1} height={12} aria-hidden focusable="false">
      {steps(of).map((step) => {
        const height = 4 + (8 * step) / Math.max(1, of - 1);
        const on = step < shown;
        return (
          <rect
            key={step}
            x={step * 4}
            y={12 - height}
            width={3}
            height={height}
            rx={0.5}
            className={on ? classes.on : classes.off}
            style={on && color ? { fill: color } : undefined}
          />
        );
      })}
    </svg>
  );
}

/** A rank as stacked chevrons, for the second of two ranks that stand side by side. */
export function LevelChevrons({ level, of = 3 }: { level: number; of?: number }) {
  const shown = Math.max(1, Math.min(of, level));
  return (
    <svg className={classes.chevrons} viewBox="0 0 12 14" width={12} height={14} aria-hidden focusable="false">
      {steps(of).map((step) => (
        <path
          key={step}
          d={`M2 ${12.5 - step * 4} L6 ${9 - step * 4} L10 ${12.5 - step * 4}`}
          className={step < shown ? classes.strokeOn : classes.strokeOff}
        />
      ))}
    </svg>
  );
}

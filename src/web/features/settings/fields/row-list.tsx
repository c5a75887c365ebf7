import { ActionIcon, Button, Input } from '@mantine/core';
import { ChevronDown, ChevronUp, Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './fields.module.css';

type Props<T> = {
  label: string;
  description?: ReactNode;
  error?: ReactNode;
  disabled?: boolean;
  rows: readonly T[];
  onChange: (rows: T[]) => void;
  /** what the button adds; without it nothing can be added */
  fresh?: () => T;
  addLabel: string;
  /** said instead of rows while there is none */
  none: string;
  /** how a row is called in "Remove …" */
  nameOf: (row: T, index: number) => string;
  children: (row: T, change: (next: T) => void, index: number) => ReactNode;
  ordered?: boolean;
};

/** A list inside a form: rows that are added, changed, moved and removed, each by keyboard. */
export function RowList<T>({
  label,
  description,
  error,
  disabled,
  rows,
  onChange,
  fresh,
  addLabel,
  none,
  nameOf,
  children,
  ordered,
}: Props<T>) {
  const replace = (index: number, next: T) => onChange(rows.map((one, place) => (place === index ? next : one)));
  const move = (index: number, by: number) => {
    const next = [...rows];
    const [row] = next.splice(index, 1);
    if (row !== undefined) next.splice(index + by, 0, row);
    onChange(next);
  };
  return (
    <fieldset className={classes.list} disabled={disabled ?? false}>
      <legend className={classes.legend}>{label}</legend>
      {description && <Input.Description>{description}</Input.Description>}
      {!rows.length && <p className={classes.none}>{none}</p>}
      <ol className={classes.rows}>
        {[...rows.entries()].map(([index, row]) => (
          // Rows have no identity of their own; their place is it.
          <li key={index} className={classes.row}>
            <div className={classes.cells}>{children(row, (next) => replace(index, next), index)}</div>
            {!disabled && (
              <div className={classes.rowActions}>
                {ordered && (
                  <>
                    <ActionIcon
                      size="lg"
                      aria-label={`Move ${nameOf(row, index)} up`}
                      disabled={index === 0}
                      onClick={() => move(index, -1)}
                    >
                      <ChevronUp size={16} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      size="lg"
                      aria-label={`Move ${nameOf(row, index)} down`}
                      disabled={index === rows.length - 1}
                      onClick={() => move(index, 1)}
                    >
                      <ChevronDown size={16} aria-hidden />
                    </ActionIcon>
                  </>
                )}
                <ActionIcon
                  size="lg"
                  aria-label={`Remove ${nameOf(row, index)}`}
                  onClick={() => onChange(rows.filter((_, place) => place !== index))}
                >
                  <X size={16} aria-hidden />
                </ActionIcon>
              </div>
            )}
          </li>
        ))}
      </ol>
      {error && <Input.Error>{error}</Input.Error>}
      {fresh && !disabled && (
        <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => onChange([...rows, fresh()])}>
          {addLabel}
        </Button>
      )}
    </fieldset>
  );
}

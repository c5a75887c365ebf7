import { SegmentedControl, Select, useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { absolute, money } from '../../ui/format.ts';
import { Panel } from '../../ui/page.tsx';
import { prefer, usePreferences } from '../../ui/preferences.ts';
import { useNow } from '../../ui/time.tsx';
import { zonesFor } from '../../ui/zoned.ts';
import classes from './profile.module.css';

const SYSTEM_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const currencyNames = new Intl.DisplayNames(undefined, { type: 'currency' });
const CURRENCIES = Intl.supportedValuesOf('currency').map((value) => ({ value, label: `${value}, ${currencyNames.of(value) ?? value}` }));

/** How things look in this browser: kept here, effective at once. */
export function PreferencesForm() {
  const { timeZone, currency = 'USD', density = 'comfortable' } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const now = useNow();
  return (
    <Panel title="This browser">
      <div className={classes.fields}>
        <Choice label="Appearance">
          {(labelId) => (
            <SegmentedControl
              className={classes.choice}
              aria-labelledby={labelId}
              value={colorScheme}
              onChange={(next) => setColorScheme(next as 'light' | 'dark' | 'auto')}
              data={[
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
                { value: 'auto', label: 'As the system' },
              ]}
            />
          )}
        </Choice>
        <Choice label="Rows in lists">
          {(labelId) => (
            <SegmentedControl
              className={classes.choice}
              aria-labelledby={labelId}
              value={density}
              onChange={(next) => prefer({ density: next as 'comfortable' | 'compact' })}
              data={[
                { value: 'comfortable', label: 'Roomy' },
                { value: 'compact', label: 'Compact' },
              ]}
            />
          )}
        </Choice>
        <Select
          label="Time zone"
          description={`Times are shown like this: ${absolute(new Date(now))}`}
          searchable
          limit={60}
          clearable
          placeholder={`As this computer: ${SYSTEM_ZONE}`}
          data={zonesFor(SYSTEM_ZONE)}
          value={timeZone ?? null}
          onChange={(next) => prefer({ timeZone: next ?? undefined })}
        />
        <Select
          label="Currency"
          description={`Costs are shown like this: ${money(1234)}. Amounts are not converted.`}
          searchable
          limit={60}
          allowDeselect={false}
          data={CURRENCIES}
          value={currency}
          onChange={(next) => next && prefer({ currency: next })}
        />
      </div>
    </Panel>
  );
}

function Choice({ label, children }: { label: string; children: (labelId: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={classes.setting}>
      <span id={id} className={classes.label}>
        {label}
      </span>
      {children(id)}
    </div>
  );
}

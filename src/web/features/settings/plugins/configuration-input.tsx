import { Button, Group, NumberInput, Select, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { PasswordField } from '../../../ui/password-field.tsx';
import { type ConfigurationField, MASK } from './schema.ts';

type Props = {
  field: ConfigurationField;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
  disabled: boolean;
  /** a secret is stored, and can be kept */
  isSet: boolean;
};

/** The input of one value of a plug-in's configuration. */
export function ConfigurationInput({ field, value, onChange, error, disabled, isSet }: Props) {
  const shared = { label: field.label, description: field.help, required: field.required, error, disabled };
  const text = String(value ?? '');
  switch (field.kind) {
    case 'switch':
      return (
        <Switch
          label={field.label}
          description={field.help}
          error={error}
          disabled={disabled}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={value as number | string}
          onChange={onChange}
          allowDecimal={!field.whole}
          {...(field.min !== undefined && { min: field.min })}
          {...(field.max !== undefined && { max: field.max })}
          hideControls
          maw="16rem"
        />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          data={field.options}
          value={text || null}
          onChange={(next) => onChange(next ?? '')}
          clearable={!field.required}
        />
      );
    case 'secret':
      return <SecretInput field={field} value={text} onChange={onChange} error={error} disabled={disabled} isSet={isSet} />;
    case 'lines':
      return (
        <Textarea
          {...shared}
          description={[field.help, 'One per line.'].filter(Boolean).join(' ')}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'json':
      return (
        <Textarea
          {...shared}
          description={[field.help, 'As JSON.'].filter(Boolean).join(' ')}
          ff="monospace"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return <TextInput {...shared} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

/** A secret is written, never read: it is set or not, and can be replaced. */
function SecretInput({ field, value, onChange, error, disabled, isSet }: Props & { value: string }) {
  if (value === MASK) {
    return (
      <div>
        <Text size="sm" fw={500}>
          {field.label}
        </Text>
        {field.help && (
          <Text size="xs" c="dimmed">
            {field.help}
          </Text>
        )}
        <Group gap="sm" mt={4}>
          <Text size="sm" c="var(--accent)">
            Set
          </Text>
          {!disabled && (
            <Button size="xs" variant="default" onClick={() => onChange('')}>
              Replace
            </Button>
          )}
        </Group>
      </div>
    );
  }
  return (
    <Group align="end" gap="xs">
      <PasswordField
        label={field.label}
        description={field.help ?? (isSet ? undefined : 'Not set.')}
        required={field.required}
        error={error}
        disabled={disabled}
        value={value}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
        style={{ flex: '1 1 16rem' }}
      />
      {isSet && (
        <Button variant="default" onClick={() => onChange(MASK)}>
          Keep the old one
        </Button>
      )}
    </Group>
  );
}

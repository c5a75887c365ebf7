import { Group, Input, TextInput, type TextInputProps } from '@mantine/core';
import classes from './color-field.module.css';

type Props = Omit<TextInputProps, 'value' | 'onChange'> & { label: string; value: string; onChange: (value: string) => void };

const isColor = (text: string) => /^#[0-9a-f]{6}$/i.test(text);

/** A colour, picked or typed as `#a32f1b`; empty means none. */
export function ColorField({ label, value, onChange, description, error, disabled, ...rest }: Props) {
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Group gap="xs" wrap="nowrap" mt={4}>
        <input
          type="color"
          className={classes.swatch}
          aria-label={`Pick ${label.toLowerCase()}`}
          disabled={disabled}
          value={isColor(value) ? value : '#8c877d'}
          data-none={!isColor(value) || undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <TextInput
          {...rest}
          aria-label={label}
          placeholder="None"
          value={value}
          disabled={disabled}
          error={Boolean(error)}
          onChange={(event) => onChange(event.currentTarget.value)}
          w="9rem"
        />
      </Group>
    </Input.Wrapper>
  );
}

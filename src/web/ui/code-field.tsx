import { TextInput, type TextInputProps } from '@mantine/core';
import classes from './code-field.module.css';

type Props = Omit<TextInputProps, 'classNames' | 'type' | 'inputMode' | 'autoComplete'> & { label: string; kind: 'digits' | 'recovery' };

/** A code that counts once: six digits from an application, which the phone may fill in, or one that was kept on paper. */
export function CodeField({ kind, ...rest }: Props) {
  const given =
    kind === 'digits'
      ? ({ inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 8 } as const)
      : ({ autoComplete: 'off', autoCapitalize: 'characters', maxLength: 20 } as const);
  return <TextInput {...rest} {...given} spellCheck={false} classNames={{ input: classes.code ?? '' }} />;
}

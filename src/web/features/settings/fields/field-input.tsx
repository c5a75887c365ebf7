import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useOrganization } from '../../../parts/account.ts';
import { MarkdownField } from '../../../parts/markdown-field.tsx';
import { ColorField } from '../../../ui/color-field.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { RemoteMultiSelect } from '../../../ui/remote-multi-select.tsx';
import { RemoteSelect } from '../../../ui/remote-select.tsx';
import type { Field, Item } from '../declaration.ts';
import { referenceChooser } from '../references.ts';

type Props = {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: ReactNode;
  disabled?: boolean;
  project: string | undefined;
};

const texted = (change: (value: unknown) => void) => (event: { currentTarget: { value: string } }) => change(event.currentTarget.value);

/** The input of one declared field. */
export function FieldInput({ field, value, onChange, error, disabled, project }: Props) {
  const shared = {
    label: field.label,
    description: field.help,
    error,
    disabled: disabled ?? false,
    required: Boolean(field.required && !disabled),
    'data-path': field.name,
  };
  switch (field.kind) {
    case 'switch': {
      const { required: _required, ...rest } = shared;
      return <Switch {...rest} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    }
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={value as number | string}
          onChange={onChange}
          min={field.min ?? 0}
          {...(field.max !== undefined && { max: field.max })}
          suffix={field.unit && ` ${Number(value) === 1 ? field.unit.replace(/s$/, '') : field.unit}`}
          maw="16rem"
          hideControls
        />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          data={field.options}
          value={String(value ?? '') || null}
          onChange={(next) => onChange(next ?? '')}
          clearable={!field.required}
          allowDeselect={!field.required}
        />
      );
    case 'long':
      return <Textarea {...shared} value={String(value ?? '')} onChange={texted(onChange)} />;
    case 'markdown':
      return <MarkdownField {...shared} value={String(value ?? '')} onChange={onChange} />;
    case 'color':
      return <ColorField {...shared} value={String(value ?? '')} onChange={onChange} />;
    case 'password':
      return <PasswordField {...shared} value={String(value ?? '')} onChange={texted(onChange)} autoComplete="new-password" />;
    case 'reference':
    case 'references':
      return <ReferenceInput field={field} shared={shared} value={value} onChange={onChange} project={project} />;
    case 'custom': {
      const { input: Input } = field;
      return <Input {...shared} value={value} onChange={onChange} project={project} />;
    }
    default:
      return (
        <TextInput {...shared} type={field.kind === 'text' ? 'text' : field.kind} value={String(value ?? '')} onChange={texted(onChange)} />
      );
  }
}

type ReferenceField = Extract<Field, { kind: 'reference' | 'references' }>;
type Shared = { label: string; description: string | undefined; error: ReactNode; disabled: boolean; required: boolean };

function ReferenceInput({
  field,
  shared,
  value,
  onChange,
  project,
}: {
  field: ReferenceField;
  shared: Shared;
  value: unknown;
  onChange: (value: unknown) => void;
  project: string | undefined;
}) {
  const organization = useOrganization();
  const chooser = { ...referenceChooser(organization, field.of, project, field.filter), ...(field.create && { create: field.create }) };
  if (field.kind === 'reference')
    return (
      <RemoteSelect<Item> {...shared} {...chooser} value={(value as Item | null) ?? null} onChange={onChange} clearable={!field.required} />
    );
  return <RemoteMultiSelect<Item> {...shared} {...chooser} value={(value as Item[] | null) ?? []} onChange={onChange} />;
}

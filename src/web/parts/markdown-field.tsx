import { Input, SegmentedControl, Textarea } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { Markdown } from '../ui/markdown.tsx';
import classes from './markdown-field.module.css';

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  description?: ReactNode;
  error?: ReactNode;
  disabled?: boolean;
  required?: boolean;
  minRows?: number;
  maxRows?: number;
};

/** Text with Markdown, and how it will look. */
export function MarkdownField({
  label,
  value,
  onChange,
  description = 'Markdown works here.',
  error,
  disabled,
  required,
  minRows = 4,
  maxRows = 24,
}: Props) {
  const [isPreview, setPreview] = useState(false);
  const id = useId();
  return (
    <Input.Wrapper label={label} labelProps={{ htmlFor: id }} description={description} error={error} required={required ?? false}>
      <div className={classes.frame}>
        <SegmentedControl
          className={classes.mode}
          size="xs"
          aria-label={`View of ${label.toLowerCase()}`}
          value={isPreview ? 'preview' : 'write'}
          onChange={(next) => setPreview(next === 'preview')}
          data={[
            { value: 'write', label: 'Write' },
            { value: 'preview', label: 'Preview' },
          ]}
        />
        {isPreview ? (
          <div className={classes.preview}>
            {value.trim() ? <Markdown text={value} /> : <span className={classes.none}>Nothing written yet.</span>}
          </div>
        ) : (
          <Textarea
            id={id}
            value={value}
            disabled={disabled ?? false}
            error={Boolean(error)}
            minRows={minRows}
            maxRows={maxRows}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
      </div>
    </Input.Wrapper>
  );
}

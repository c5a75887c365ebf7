import { Button, Input, JsonInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useOrganization } from '../../../parts/account.ts';
import { RemoteMultiSelect } from '../../../ui/remote-multi-select.tsx';
import type { InputProps, Item } from '../declaration.ts';
import cells from '../fields/fields.module.css';
import { RowList } from '../fields/row-list.tsx';
import { referenceChooser } from '../references.ts';
import { FilterPreview } from './filter-preview.tsx';
import { expressionOf, type Rule, rulesOf, SUBJECTS, type SubjectName } from './rules.ts';
import { useNamed } from './use-named.ts';

/** Builds an expression of the filter language from rules, or lets it be written, and shows what matches now. */
export function FilterInput(props: InputProps) {
  const { value, onChange, label, error, disabled, project } = props;
  const [rules, setRules] = useState<Rule[] | undefined>(() => rulesOf(value));
  const [text, setText] = useState(() => JSON.stringify(value ?? [], null, 2));
  // Another value came from outside: changes taken back, or somebody else's version.
  const [seen, setSeen] = useState(value);
  const take = (next: unknown) => {
    setSeen(next);
    onChange(next);
  };
  if (seen !== value) {
    setSeen(value);
    setRules(rulesOf(value));
    setText(JSON.stringify(value, null, 2));
  }
  const write = (next: string) => {
    setText(next);
    const parsed = parsedList(next);
    if (parsed) take(parsed);
  };
  return (
    <>
      {rules ? (
        <Rules
          {...props}
          rules={rules}
          setRules={(next) => {
            setRules(next);
            take(expressionOf(next));
          }}
        />
      ) : (
        <JsonInput
          label={label}
          description="A list of conditions in the filter language, all of which must hold."
          error={error ?? (parsedList(text) ? undefined : 'This is not a list in JSON yet; the last readable version is kept.')}
          disabled={disabled ?? false}
          value={text}
          onChange={write}
          autosize
          minRows={6}
          maxRows={24}
          ff="monospace"
        />
      )}
      <Input.Wrapper>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          disabled={!rules && !rulesOf(value)}
          onClick={() => {
            setText(JSON.stringify(value ?? [], null, 2));
            setRules(rules ? undefined : rulesOf(value));
          }}
        >
          {rules ? 'Write it in the filter language' : rulesOf(value) ? 'Back to rules' : 'This says more than rules can'}
        </Button>
      </Input.Wrapper>
      <FilterPreview expression={value} project={project} />
    </>
  );
}

function parsedList(text: string): unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function Rules({ label, error, disabled, project, rules, setRules }: InputProps & { rules: Rule[]; setRules: (rules: Rule[]) => void }) {
  return (
    <RowList<Rule>
      label={label}
      description="All rules must hold. Without any, every incident matches."
      error={error}
      disabled={disabled ?? false}
      rows={rules}
      onChange={setRules}
      fresh={() => ({ subject: 'priority', not: false, values: [] })}
      addLabel="Add a rule"
      none="No rule yet."
      nameOf={(rule) => `the rule about ${SUBJECTS[rule.subject].label.toLowerCase()}`}
    >
      {(rule, change) => (
        <>
          <Select
            className={cells.small}
            aria-label="What the rule is about"
            allowDeselect={false}
            data={Object.entries(SUBJECTS).map(([value, one]) => ({ value, label: one.label }))}
            value={rule.subject}
            onChange={(subject) => subject && change({ subject: subject as SubjectName, not: rule.not, values: [] })}
          />
          <Select
            className={cells.small}
            aria-label="How it compares"
            allowDeselect={false}
            data={[
              { value: 'is', label: 'is any of' },
              { value: 'not', label: 'is none of' },
            ]}
            value={rule.not ? 'not' : 'is'}
            onChange={(next) => change({ ...rule, not: next === 'not' })}
          />
          <RuleValues rule={rule} change={change} project={project} disabled={disabled ?? false} />
        </>
      )}
    </RowList>
  );
}

function RuleValues({
  rule,
  change,
  project,
  disabled,
}: {
  rule: Rule;
  change: (rule: Rule) => void;
  project: string | undefined;
  disabled: boolean;
}) {
  const organization = useOrganization();
  const subject = SUBJECTS[rule.subject];
  const named = useNamed(rule);
  const shared = { label: `Values of ${subject.label.toLowerCase()}`, hideLabel: true, disabled };
  if ('values' in subject) {
    const words: string[] = subject.values;
    return (
      <RemoteMultiSelect<string>
        {...shared}
        value={rule.values as string[]}
        onChange={(values) => change({ ...rule, values })}
        cacheKey={['words', rule.subject]}
        load={async (q) => words.filter((word) => word.toLowerCase().includes(q.toLowerCase()))}
        idOf={(word) => word}
        nameOf={(word) => word}
      />
    );
  }
  const chooser = referenceChooser(organization, subject.of, project);
  const keyOf = (item: Item) => (rule.byName ? String(item.name) : item.id);
  return (
    <RemoteMultiSelect<Item>
      {...shared}
      {...chooser}
      idOf={(item) => String(keyOf(item))}
      value={named}
      onChange={(items) => change({ ...rule, values: items.map(keyOf) })}
    />
  );
}

import { parsedJson } from '../../lib/json-text.ts';
import { own } from '../../lib/own.ts';
import type { Subject } from '../../plugin-sdk/subject.ts';
import type { Answers, Question } from './json-fields.ts';

export type ExportedForm = {
  id: number;
  project_id: number;
  project: string;
  incident_id: number | null;
  updated_at: Date;
  created_at: Date;
  status: string;
  attorney_status: string;
  score: number;
  form_data: string | null;
  type: string | null;
  type_description: string | null;
  form_schema: string | null;
  creator: string | null;
};

/**
 * What stands for each `{{placeholder}}` of an exported form: the incident's own, `form_…` for the form, `answer_<name>` for an answer.
 * Nothing of what attorneys wrote is among them: everybody who sees the incident reads its documents.
 */
export function exportedValues(form: ExportedForm, incident: Subject): Record<string, string> {
  const answers = parsed<Answers>(form.form_data, {});
  const { name, title, description, resolution, status, type, severity, priority, project, links } = incident;
  return {
    ...{ name, title, description, status, type, severity, priority, project },
    resolution: resolution ?? '',
    ticket_weblink: links.ticket ?? '',
    document_weblink: links.document ?? '',
    form_type: form.type ?? '',
    form_type_description: form.type_description ?? '',
    form_status: form.status,
    form_attorney_status: form.attorney_status,
    form_score: String(form.score),
    form_creator: form.creator ?? '',
    form_created_at: time(form.created_at),
    form_updated_at: time(form.updated_at),
    form_data: asList(parsed<Question[]>(form.form_schema, []), answers),
    ...Object.fromEntries(Object.entries(answers).map(([key, value]) => [`answer_${key}`, shown(value)])),
  };
}

/** What was kept before it was checked may be anything: it is then shown as nothing. */
function parsed<T extends object>(text: string | null, otherwise: T): T {
  const value = text ? parsedJson(text)?.value : undefined;
  return typeof value === 'object' && value !== null && Array.isArray(value) === Array.isArray(otherwise) ? (value as T) : otherwise;
}

const time = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Every question with its answer in the order of the form; then what was answered to questions it has no more. */
function asList(questions: Question[], answers: Answers): string {
  const asked = questions.filter(({ name }) => typeof name === 'string');
  const names = new Set(asked.map(({ name }) => name));
  const rest = Object.keys(answers).filter((key) => !names.has(key));
  return [
    ...asked.map((question) => item(wordsOf(question), own(answers, question.name as string))),
    ...rest.map((key) => item(key, own(answers, key))),
  ].join('\n\n');
}

const wordsOf = ({ title, label, name }: Question) => String(title || label || name);
const item = (words: string, value: unknown) => `**${words}**\n\n${shown(value) || '–'}`;

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

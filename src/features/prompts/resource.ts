import { rejected } from '../../core/errors.ts';
import { bool, id, integer, nullable, onCreate, one, readOnly, requiredText, text, time } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { PURPOSES } from './built-in.ts';

const LONGEST = 100_000;
const words = requiredText({ maxLength: LONGEST });

/** What a project asks a language model, in place of the built-in words; of each type one may be enabled. */
export const prompts = resource({
  table: 'prompts',
  path: '/ai',
  tag: 'ai',
  noun: 'prompt',
  model: 'Prompt',
  fields: {
    id: id(),
    genai_type: integer({ minimum: 1, maximum: PURPOSES.length }),
    // The contract lets a client leave it out and the reference then fails: here the answer says what is missing.
    genai_prompt: { ...words, input: nullable(words.read), required: false },
    genai_system_message: text({ maxLength: LONGEST }),
    enabled: bool(),
    created_at: readOnly(time()),
    updated_at: readOnly(time()),
    project: onCreate(one(ProjectRead, 'project_id', { orDefault: true })),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  errors: { create: [400], update: [400] },
  substring: ['genai_prompt'],
  collisions: {
    prompts_one_enabled: () =>
      rejected('Another prompt of this type is enabled in the project; disable that one first, or keep this one disabled.', 'genai_type'),
  },
});

export const PromptRead = prompts.read;

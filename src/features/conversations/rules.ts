import { sql } from 'kysely';
import type { SubjectRef } from '../../core/jobs.ts';
import { both, either, type Rule } from '../../core/permissions.ts';
import { SUBJECT_RULES } from '../participants/index.ts';

type Kind = SubjectRef['kind'];

const takesPart = (kind: Kind): Rule => ({
  where: (ctx, alias) => sql<boolean>`exists (
    select 1 from participants wp
    join individual_contacts wi on wi.id = wp.individual_contact_id and lower(wi.email) = lower(${ctx.actor.email})
    where ${sql.ref(`wp.${kind}_id`)} = ${sql.ref(`${alias}.id`)}
      and exists (select 1 from participant_roles wr where wr.participant_id = wp.id and wr.renounced_at is null))`,
});

const talk = (kind: Kind): Rule => both(SUBJECT_RULES[kind].view, either(SUBJECT_RULES[kind].join, takesPart(kind)));

/** Whoever takes part in an incident or case talks in its room, and whoever might join it: talking is joining. */
export const TALK_RULES: Record<Kind, Rule> = { incident: talk('incident'), case: talk('case') };

/** @returns the rule and the row it is about, as `requirePermission` takes them */
export const talkRule = ({ kind, id }: SubjectRef) => [TALK_RULES[kind], { table: `${kind}s`, id }] as const;

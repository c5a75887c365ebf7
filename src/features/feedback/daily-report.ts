import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { queueMail } from '../mail/index.ts';

/** What was said longer ago is no news: before the first report, or after a long sleep. */
const NEWS_MS = 7 * 86_400_000;
const MOST = 2000;

type Said = {
  id: number;
  project_id: number;
  project: string;
  copy_to: string | null;
  in_charge: string | null;
  kind: 'incident' | 'case';
  name: string;
  title: string;
  rating: string;
  feedback: string | null;
  participant: string | null;
  restricted: boolean;
  created_at: Date;
};

/**
 * Tells commanders and assignees what people thought of the work on their incidents and cases: one mail per person and project, a copy
 * to the project's owner. Each piece of feedback is told once; the mails and the note that it was are one transaction.
 */
export async function reportFeedback(inside: Context, at: Date): Promise<void> {
  await transaction(inside, async (tx) => {
    const told = (await takeNews(tx, at)).filter((one) => one.in_charge);
    for (const theirs of Map.groupBy(
      told,
      ({ project_id, in_charge, restricted }) => `${project_id} ${in_charge?.toLowerCase()} ${restricted}`,
    ).values())
      await tell(tx, theirs, at);
  });
}

async function takeNews(tx: Context, at: Date): Promise<Said[]> {
  const { rows } = await sql<Said>`
    with news as (
      select f.id from feedback f
      where f.organization_id = ${tx.tenant.id} and f.reported_at is null and f.created_at > ${new Date(at.getTime() - NEWS_MS)}
      order by f.created_at limit ${sql.lit(MOST)} for update skip locked),
    taken as (update feedback f set reported_at = ${tx.now()} from news where f.id = news.id returning f.*)
    select f.id, f.project_id, j.name as project, j.owner_email as copy_to, b.email as in_charge,
      case when f.incident_id is null then 'case' else 'incident' end as kind, coalesce(i.name, c.name) as name,
      coalesce(i.title, c.title) as title, f.rating, f.feedback, w.name as participant, f.created_at,
      coalesce(i.visibility, c.visibility) = 'Restricted' as restricted
    from taken f join projects j on j.id = f.project_id
    left join incidents i on i.id = f.incident_id left join cases c on c.id = f.case_id
    left join participants bp on bp.id = coalesce(i.commander_id, c.assignee_id) left join individual_contacts b on b.id = bp.individual_contact_id
    left join participants wp on wp.id = f.participant_id left join individual_contacts w on w.id = wp.individual_contact_id
    order by f.created_at, f.id`.execute(tx.db);
  return rows;
}

async function tell(tx: Context, news: Said[], at: Date) {
  const [first] = news as [Said];
  await queueMail(tx, {
    key: `feedback-report-${first.id}-${at.toISOString()}`,
    to: [first.in_charge ?? ''],
    // Of what is restricted only those hear who take part.
    cc: first.copy_to && !first.restricted ? [first.copy_to] : [],
    subject: `What people thought of your work in ${first.project}`,
    projectId: first.project_id,
    markdown: news.map((one) => asItem(tx, one)).join('\n\n'),
  });
}

const asItem = (tx: Context, { kind, name, title, rating, feedback, participant, created_at }: Said) =>
  [
    `**[${name}](${tx.settings.uiUrl}/${tx.tenant.slug}/${kind}s/${name})**: ${title}`,
    `**${rating}** – ${participant ?? 'Anonymous'}, ${created_at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    feedback ? `> ${feedback.replace(/\n/g, '\n> ')}` : '',
  ]
    .filter(Boolean)
    .join('\n\n');

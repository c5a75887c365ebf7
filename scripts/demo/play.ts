import { PEOPLE, type Person } from './cast.ts';
import { ASKS, CALMS, DECIDES, ENDS, FINDS, KEEPS, LEADS, LOOKS, PROPOSES, THANKS } from './lines.ts';
import type { Made, Stage } from './stage.ts';
import type { Story } from './stories.ts';

const PROJECT = { name: 'default' };
const SEVERITIES = { Low: 'Low', Medium: 'Medium', High: 'Critical' } as const;
const RATINGS = ['Very satisfied', 'Somewhat satisfied', 'Neither satisfied nor dissatisfied', 'Somewhat dissatisfied'];

export type Part = {
  story: Story;
  /** position in the season: decides who is there and how long it takes */
  number: number;
  startsAt: Date;
  endsAs: 'Active' | 'Stable' | 'Closed';
  tags: Map<string, Made>;
};

/** People of the story: somebody of support reports, three others work on it. */
function castOf({ number, story }: Part) {
  const of = (teams: string[]) => PEOPLE.filter(({ team }) => teams.includes(team));
  const pick = (people: readonly Person[], offset: number) => people[(number + offset) % people.length] as Person;
  const workers = of(story.kind === 'Security' ? ['Security', 'Platform'] : ['Payments', 'Platform', 'Apps']);
  return { reporter: pick(of(['Support', 'Operations']), 0), lead: pick(workers, 0), maker: pick(workers, 2), scribe: pick(workers, 4) };
}

/** Plays one incident from its report as far as it goes. */
export async function play(stage: Stage, part: Part): Promise<void> {
  const { story, number, tags, endsAs } = part;
  const { reporter, lead, maker, scribe } = castOf(part);
  const one = (lines: readonly string[]) =>
    (lines[(number * 7 + lines.length) % lines.length] as string)
      .replaceAll('{maker}', maker.name)
      .replaceAll('{scribe}', scribe.name)
      .replaceAll('{service}', story.service.toLowerCase());
  const slow = story.level === 'High' ? 1 : story.level === 'Medium' ? 3 : 6;
  stage.at(part.startsAt);
  const incident = await stage.as(reporter.email).post('/incidents', {
    title: story.title,
    description: story.seen,
    project: PROJECT,
    incident_type: { name: story.kind },
    incident_priority: { name: story.level },
    incident_severity: { name: 'Undetermined' },
    tags: [tags.get(story.service)],
    ...(story.restricted && { visibility: 'Restricted' }),
  });
  await stage.settle();
  const at = `/incidents/${incident.id}`;
  if (endsAs !== 'Active') await acknowledge(stage, at);
  const say = async (who: Person, body: string, minutes: number) => {
    stage.pass(minutes * slow);
    return stage.as(who.email).post(`${at}/messages`, { body });
  };
  const admin = stage.as(PEOPLE[2].email);
  for (const { email } of [lead, maker, scribe]) if (email !== reporter.email) await admin.post(`${at}/add/${email}`, {});
  await admin.put(`${at}/roles`, { role: 'Incident Commander', email: lead.email });
  if (scribe.email !== lead.email) await admin.put(`${at}/roles`, { role: 'Scribe', email: scribe.email });
  await stage.settle();

  await say(lead, one(LEADS), 2);
  await say(reporter, `${story.seen} Support has had ${7 + ((number * 5) % 40)} calls so far.`, 1);
  await say(scribe, one(KEEPS), 1);
  await say(maker, one(LOOKS), 2);
  const known = await say(maker, `${one(FINDS)} ${story.cause}`, 9);
  await admin.patch(`${at}/messages/${(known.message as Made).id}`, { pinned: true });
  await stage
    .as(lead.email)
    .patch(at, { incident_severity: { name: SEVERITIES[story.level] } })
    .catch(() => admin.patch(at, { incident_severity: { name: SEVERITIES[story.level] } }));
  await say(lead, one(ASKS), 2);
  await say(maker, one(PROPOSES), 4);
  const decided = await say(lead, one(DECIDES), 3);
  await admin.patch(`${at}/messages/${(decided.message as Made).id}`, { decision: true });
  await addTasks(stage, part, incident);
  if (story.level !== 'Low') {
    await stage.as(lead.email).post(`${at}/report/tactical`, {
      conditions: story.seen,
      actions: story.cause,
      needs: number % 3 ? 'Nothing more.' : 'Somebody of the provider on the phone.',
    });
  }
  await stage.settle();
  if (endsAs === 'Active') return;

  await say(maker, `${one(ENDS)} ${story.mended}`, 25);
  await say(reporter, one(CALMS), 6);
  await admin.patch(at, { status: 'Stable', resolution: story.mended });
  await stage.settle();
  if (endsAs === 'Stable') return;

  stage.pass(60 * 24 * (1 + (number % 3)));
  await say(lead, one(THANKS), 5);
  await closeTasks(stage, incident);
  if (number % 6 === 0) await addRefunds(stage, incident, number);
  await admin.patch(at, { status: 'Closed' });
  await stage.settle();
  stage.pass(90);
  await stage.as(maker.email).post('/feedback', {
    rating: RATINGS[number % RATINGS.length],
    feedback: number % 2 ? 'Clear roles from the start.' : 'We should have asked the provider earlier.',
    incident: { id: incident.id },
  });
  await stage.settle();
}

/** Whoever was paged says so; the pages of what is going on now still wait. */
async function acknowledge(stage: Stage, at: string) {
  const { commander } = (await stage.as(PEOPLE[2].email).get(at)) as unknown as { commander: { individual: { email: string } } };
  const paged = stage.as(commander.individual.email);
  stage.pass(1);
  for (const page of (await paged.get('/pages?itemsPerPage=50')).items as Made[]) await paged.post(`/pages/${page.id}/acknowledge`, {});
}

async function addTasks(stage: Stage, part: Part, incident: Made) {
  const { lead, maker, scribe } = castOf(part);
  const { service } = part.story;
  const tasks = [
    `Tell customers of ${service.toLowerCase()} what happened`,
    `Add an alert that would have told us before the customers did`,
    'Write down how it was mended',
  ];
  for (const [index, description] of tasks.slice(0, 1 + (part.number % 3)).entries()) {
    await stage.as(PEOPLE[2].email).post('/tasks', {
      description,
      status: 'Open',
      incident: { id: incident.id },
      owner: { individual: { email: lead.email } },
      assignees: [{ individual: { email: (index % 2 ? scribe : maker).email } }],
      resolve_by: new Date(stage.now().getTime() + (index + 1) * 86_400_000).toISOString(),
      priority: index ? 'Medium' : 'High',
      source: 'Incident',
    });
  }
}

/** One of three incidents leaves a task open: there is always something to do. */
async function closeTasks(stage: Stage, incident: Made) {
  const admin = stage.as(PEOPLE[2].email);
  const { tasks } = (await admin.get(`/incidents/${incident.id}`)) as unknown as { tasks: Made[] };
  for (const task of tasks.slice(0, incident.id % 3 ? undefined : -1))
    await admin.put(`/tasks/${task.id}`, { ...task, status: 'Resolved', incident: { id: incident.id } });
}

async function addRefunds(stage: Stage, incident: Made, number: number) {
  const admin = stage.as(PEOPLE[2].email);
  const types = (await admin.get('/incident_cost_types?itemsPerPage=50')).items as Made[];
  const current = await admin.get(`/incidents/${incident.id}`);
  const costs = [
    ...(current.incident_costs as Made[]),
    { amount: 1200 + number * 85, incident_cost_type: types.find(({ name }) => name === 'Refunds') },
  ];
  await admin.patch(`/incidents/${incident.id}`, { incident_costs: costs });
}

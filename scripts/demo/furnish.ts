import { membersOf, PEOPLE, ROTATIONS, TEAMS } from './cast.ts';
import type { Made, Stage } from './stage.ts';
import { STORIES } from './stories.ts';

const PROJECT = { name: 'default' };
const INCIDENT_TEMPLATE = `# {{name}}: {{title}}

{{description}}

| Status | Severity | Priority | Commander |
| --- | --- | --- | --- |
| {{status}} | {{severity}} | {{priority}} | {{commander_fullname}} |

Room: {{conversation_weblink}} · Call: {{conference_weblink}} · Files: {{storage_weblink}}

## What we know

## What we do not know

## Resolution

{{resolution}}
`;
const REVIEW_TEMPLATE = `# Review of {{name}}: {{title}}

Reported {{reported_at}}, stable {{stable_at}}.

## What happened

## What went well

## What we change
`;

/** What the example bank has set up before anything goes wrong. */
export async function furnish(stage: Stage, owner: string): Promise<{ tags: Map<string, Made> }> {
  const { get, post, put } = stage.as(owner);
  const people = new Map<string, Made>();
  for (const { name, email, title, team } of PEOPLE)
    people.set(email, await post('/individuals', { name, email, title, company: 'Example Bank', notes: team, project: PROJECT }));
  for (const team of TEAMS)
    await post('/teams', { name: team, email: `${team.toLowerCase()}@bank.example`, company: 'Example Bank', project: PROJECT });
  const services = new Map<string, Made>();
  for (const { name, externalId, teams, shiftHours } of ROTATIONS) {
    const service = await post('/services', { name, external_id: externalId, type: 'tocsin-oncall', is_active: true, project: PROJECT });
    const turns = teams.flatMap(membersOf).map(({ email }) => ({ id: people.get(email)?.id }));
    await put(`/services/${service.id}/rotation`, { starts_at: stage.now().toISOString(), shift_hours: shiftHours, people: turns });
    services.set(externalId, service);
  }
  await addTypes(stage, owner);
  await addPolicies(stage, owner, services.get('platform') as Made);
  const high = ((await get('/incident_priorities?itemsPerPage=50')).items as Made[]).find((one) => one.name === 'High') as Made;
  await put(`/incident_priorities/${high.id}`, { ...high, page_commander: true });
  await addWords(stage, owner);
  return { tags: await addTags(stage, owner) };
}

/** Whoever has the platform's turn leads what is urgent; everything else is led by who reports it. */
async function addPolicies(stage: Stage, owner: string, service: Made) {
  const { get, put } = stage.as(owner);
  const all = async (path: string) => (await get(`/${path}?itemsPerPage=100`)).items as Made[];
  const urgent = (await all('incident_priorities')).filter((one) => one.name === 'High');
  const policy = {
    role: 'Incident Commander',
    enabled: true,
    order: 1,
    service,
    tags: [],
    incident_types: await all('incident_types'),
    incident_priorities: urgent,
  };
  await put('/incident_roles/Incident%20Commander?projectName=default', { policies: [policy] });
}

async function addTypes(stage: Stage, owner: string) {
  const { post, put } = stage.as(owner);
  const template = async (name: string, kind: string, content: string) => {
    const document = await post('/documents', { name, resource_type: kind, project: PROJECT });
    await put(`/documents/${document.id}/content`, { content, version: 0 });
    return document;
  };
  const incident = await template('Incident document', 'dispatch-incident-document-template', INCIDENT_TEMPLATE);
  const review = await template('Review document', 'dispatch-incident-review-document-template', REVIEW_TEMPLATE);
  const common = { incident_template_document: incident, review_template_document: review, project: PROJECT };
  await post('/incident_types', { name: 'Outage', description: 'Something does not work at all.', ...common });
  await post('/incident_types', { name: 'Degradation', description: 'Something works badly.', ...common });
  await post('/incident_types', {
    name: 'Security',
    description: 'Somebody does what they should not.',
    exclude_from_metrics: true,
    ...common,
  });
}

async function addWords(stage: Stage, owner: string) {
  const { post } = stage.as(owner);
  const term = await post('/terms', { text: 'Acquirer', discoverable: true, project: PROJECT });
  await post('/definitions', { text: 'The bank that takes card payments on behalf of a shop.', terms: [term], project: PROJECT });
  const security = await post('/search/filters', {
    name: 'Security incidents',
    description: 'Everything of the type Security',
    subject: 'incident',
    expression: [{ or: [{ model: 'IncidentType', field: 'name', op: '==', value: 'Security' }] }],
    project: PROJECT,
  });
  await post('/notifications', {
    name: 'Everybody',
    description: 'All new incidents',
    type: 'email',
    target: 'operations@bank.example',
    enabled: true,
    filters: [],
    project: PROJECT,
  });
  await post('/notifications', {
    name: 'Security team',
    type: 'email',
    target: 'security@bank.example',
    enabled: true,
    filters: [security],
    project: PROJECT,
  });
  await post('/incident_cost_types', { name: 'Refunds', category: 'Customers', description: 'What we paid back', project: PROJECT });
}

async function addTags(stage: Stage, owner: string): Promise<Map<string, Made>> {
  const { post } = stage.as(owner);
  const tags = new Map<string, Made>();
  const add = async (kind: string, names: string[], more: object) => {
    const tag_type = await post('/tag_types', { name: kind, project: PROJECT, ...more });
    for (const name of names) tags.set(name, await post('/tags', { name, tag_type, discoverable: true, project: PROJECT }));
  };
  await add('Service', [...new Set(STORIES.map(({ service }) => service))], { color: '#1976d2', required: false });
  await add('Cause', ['Change', 'Capacity', 'Provider', 'Human error'], { color: '#8e24aa' });
  await add('Customers', ['None', 'Some', 'All'], { color: '#f57c00', exclusive: true });
  return tags;
}

import type { Tocsin } from './tocsin.ts';

type Made = { id: number; name?: string } & Record<string, unknown>;

/** An organization in which no page is empty, made over REST as its owner. */
export async function seed(tocsin: Tocsin, token: string) {
  const make = (path: string, body: unknown) => tocsin.api<Made>('POST', `/default${path}`, body, token);
  const projects = await tocsin.api<{ items: { id: number; name: string }[] }>('GET', '/default/projects', undefined, token);
  const first = projects.items[0];
  if (!first) throw new Error('a new installation has a project');
  const project = { id: first.id, name: first.name };
  const kind = await make('/tag_types', { name: 'Region', description: 'Where customers notice it', color: '#2f6f5e', project });
  const tag = await make('/tags', { name: 'Europe', discoverable: true, tag_type: { id: kind.id, name: 'Region' }, project });
  const term = await make('/terms', { text: 'RTO', discoverable: true, project });
  const made = {
    'tag-types': kind.id,
    tags: tag.id,
    terms: term.id,
    definitions: (await make('/definitions', { text: 'Recovery time objective', terms: [{ id: term.id, text: 'RTO' }], project })).id,
    teams: (await make('/teams', { name: 'Payments', email: 'payments@example.com', project })).id,
    individuals: (await make('/individuals', { name: 'Grace Hopper', email: 'grace.hopper@example.com', project })).id,
    services: (
      await make('/services', { name: 'Payments on call', external_id: 'payments', type: 'tocsin-oncall', is_active: true, project })
    ).id,
    documents: (
      await make('/documents', {
        name: 'Runbook of the payment service',
        resource_type: 'dispatch-runbook-document',
        resource_id: 'runbook',
        project,
      })
    ).id,
    'search-filters': (
      await make('/search/filters', {
        name: 'Active incidents',
        description: 'What is going on',
        expression: [{ model: 'Incident', field: 'status', op: '==', value: 'Active' }],
        subject: 'incident',
        project,
      })
    ).id,
    notifications: (
      await make('/notifications', {
        name: 'Everybody',
        type: 'email',
        target: 'everybody@example.com',
        enabled: true,
        filters: [],
        project,
      })
    ).id,
    'incident-types': (await make('/incident_types', { name: 'Payments', description: 'Money does not move', visibility: 'Open', project }))
      .id,
    'incident-priorities': (
      await make('/incident_priorities', {
        name: 'Urgent',
        color: '#b3261e',
        tactical_report_reminder: 1,
        executive_report_reminder: 1,
        view_order: 7,
        project,
      })
    ).id,
    'incident-severities': (await make('/incident_severities', { name: 'SEV9', color: '#8a5a00', view_order: 7, project })).id,
    'cost-types': (await make('/incident_cost_types', { name: 'Lost sales', category: 'Revenue', project })).id,
    'cost-models': (await make('/cost_models', { name: 'Activities', enabled: true, activities: [], project })).id,
    users: (await make('/users', { email: 'ada.lovelace@example.com', password: 'Correct0horse', role: 'Admin', projects: [{ project }] }))
      .id,
    projects: project.id,
  };
  const report = (title: string, more: object = {}) =>
    make('/incidents', { title, description: 'Since half past nine, **three customers** say that they cannot pay.', project, ...more });
  const incident = await report('Checkout answers with errors', { tags: [{ id: tag.id, name: 'Europe' }] });
  await report('Mail is delayed by an hour in the whole of Europe and nobody knows since when', { visibility: 'Restricted' });
  const stable = await report('Search is slow');
  const at = `/incidents/${incident.id}`;
  await tocsin.api('POST', `/default${at}/add/ada.lovelace@example.com`, undefined, token);
  for (const body of [
    'Payments time out at the **bank**.',
    '`curl` takes 30 s.\n\n- first bank: no\n- second bank: yes',
    '/task Call the bank',
  ])
    await make(`${at}/messages`, { body });
  await make('/tasks', { description: 'Switch to the second bank', status: 'Open', incident: { id: incident.id }, assignees: [] });
  await make('/tasks', { description: 'Tell the press', status: 'Resolved', incident: { id: incident.id }, assignees: [] });
  await make(`${at}/report/tactical`, { conditions: 'A third of the payments fail.', actions: 'We switch banks.', needs: 'Its limits.' });
  await make(`${at}/report/executive`, { current_status: 'Payments fail.', overview: 'A bank is down.', next_steps: 'We switch.' });
  await make(`${at}/event`, { description: 'The bank called back', source: 'Olga', started_at: new Date().toISOString(), details: {} });
  await make('/incident_costs', {
    amount: 1250,
    incident_cost_type: { id: made['cost-types'], name: 'Lost sales' },
    incident: { id: incident.id },
    project,
  });
  const settled = await tocsin.api<Made>('GET', `/default/incidents/${stable.id}`, undefined, token);
  await tocsin.api('PUT', `/default/incidents/${stable.id}`, { ...settled, status: 'Stable', resolution: 'The index was rebuilt.' }, token);
  await make('/feedback', {
    rating: 'Somewhat satisfied',
    feedback: 'The room was quick.',
    incident: { id: stable.id, name: settled.name },
  });
  return { made, incident: String(incident.name ?? incident.id), stable: String(settled.name ?? stable.id), incidentId: incident.id };
}

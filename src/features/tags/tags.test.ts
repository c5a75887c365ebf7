import { describe, expect, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { ensureTags, requireExclusive } from './index.ts';

const tags = '/{organization}/tags';
const types = '/{organization}/tag_types';
const inDefault = { project: { name: 'default' } };

describe('tags', () => {
  test('bring their type with them', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const body = { ...inDefault, name: 'eu-west', tag_type: { name: 'Region', project: { name: 'default' } } };
    const created = await inject(member, { method: 'POST', path: tags, body });
    expect(created.status).toBe(200);
    expect(created.json()).toMatchObject({ name: 'eu-west', discoverable: true, tag_type: { name: 'Region', exclusive: false } });
    const second = await inject(member, { method: 'POST', path: tags, body: { ...body, name: 'eu-north' } });
    expect(second.json().tag_type).toEqual(created.json().tag_type);
    const again = await inject(member, { method: 'POST', path: tags, body });
    expect(again.status).toBe(409);
  });

  test('what was read can be sent back; the type changes by name', async () => {
    const { ctx } = await anOrganization();
    const body = { ...inDefault, name: 'eu-west', tag_type: { name: 'Region' } };
    const created = (await inject(ctx, { method: 'POST', path: tags, body })).json();
    const path = `${tags}/${created.id}`;
    expect((await inject(ctx, { method: 'PUT', path, body: created })).json()).toEqual(created);
    await inject(ctx, { method: 'POST', path: types, body: { ...inDefault, name: 'Place', exclusive: true } });
    const moved = await inject(ctx, { method: 'PUT', path, body: { tag_type: { name: 'Place' } } });
    expect(moved.json()).toMatchObject({ name: 'eu-west', tag_type: { name: 'Place', exclusive: true } });
  });

  test('need a name and a type', async () => {
    const { ctx } = await anOrganization();
    const nameless = await inject(ctx, { method: 'POST', path: tags, body: { ...inDefault, tag_type: { name: 'Region' } } });
    expect([nameless.status, nameless.json().detail]).toMatchObject([422, [{ loc: ['body', 'name'] }]]);
    const typeless = await inject(ctx, { method: 'POST', path: tags, body: { ...inDefault, name: 'eu-west' } });
    expect([typeless.status, typeless.json().detail]).toMatchObject([422, [{ loc: ['body', 'tag_type'] }]]);
  });

  test('a list says the page size that was asked for', async () => {
    const { ctx } = await anOrganization();
    await inject(ctx, { method: 'POST', path: tags, body: { ...inDefault, name: 'eu-west', tag_type: { name: 'Region' } } });
    expect((await inject(ctx, { method: 'GET', path: `${tags}?itemsPerPage=25` })).json()).toMatchObject({ itemsPerPage: 25, total: 1 });
    const filter = encodeURIComponent(JSON.stringify([{ model: 'TagType', field: 'name', op: '==', value: 'Region' }]));
    expect((await inject(ctx, { method: 'GET', path: `${tags}?filter=${filter}` })).json()).toMatchObject({ total: 1 });
  });
});

describe('tag types', () => {
  test('are written by Admins and cannot go while tags use them', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const body = { ...inDefault, name: 'Region' };
    expect((await inject(member, { method: 'POST', path: types, body })).status).toBe(403);
    const type = (await inject(ctx, { method: 'POST', path: types, body })).json();
    expect((await inject(ctx, { method: 'PUT', path: `${types}/${type.id}`, body: type })).json()).toEqual(type);
    const tag = (await inject(member, { method: 'POST', path: tags, body: { ...inDefault, name: 'eu-west', tag_type: type } })).json();
    expect((await inject(ctx, { method: 'DELETE', path: `${types}/${type.id}` })).status).toBe(409);
    await inject(member, { method: 'DELETE', path: `${tags}/${tag.id}` });
    expect((await inject(ctx, { method: 'DELETE', path: `${types}/${type.id}` })).status).toBe(200);
    expect((await inject(ctx, { method: 'GET', path: `${types}/${type.id}` })).status).toBe(404);
  });
});

describe('tags of an incident', () => {
  test('are found by id or made from their name and type, each once', async () => {
    const { ctx, project } = await anOrganization();
    const ensure = (...given: object[]) => transaction(ctx, (tx) => ensureTags(tx, project.id, given));
    const region = { tag_type: { name: 'Region' } };
    const [id] = await ensure({ name: 'eu-west', ...region });
    expect(await ensure({ id }, { name: 'eu-west', ...region }, { name: 'eu-west' })).toEqual([id]);
    await expect(ensure({ name: 'unknown' })).rejects.toMatchObject({ kind: 'invalid', problems: [{ loc: ['body', 'tags', '0'] }] });
    const other = await anOrganization();
    await expect(transaction(other.ctx, (tx) => ensureTags(tx, other.project.id, [{ id }]))).rejects.toMatchObject({ kind: 'invalid' });
  });

  test('two of an exclusive type are refused', async () => {
    const { ctx, project } = await anOrganization();
    await inject(ctx, { method: 'POST', path: types, body: { ...inDefault, name: 'Region', exclusive: true } });
    await transaction(ctx, async (tx) => {
      const region = { tag_type: { name: 'Region' } };
      const ids = await ensureTags(tx, project.id, [
        { name: 'eu-west', ...region },
        { name: 'eu-north', ...region },
        { name: 'blue', tag_type: { name: 'Colour' } },
      ]);
      await requireExclusive(tx, [ids[0] as number, ids[2] as number]);
      await expect(requireExclusive(tx, ids)).rejects.toMatchObject({ kind: 'invalid', problems: [{ loc: ['body', 'tags'] }] });
    });
  });
});

describe('terms and definitions', () => {
  test('make each other', async () => {
    const { ctx } = await anOrganization();
    const body = { ...inDefault, text: 'MTTR', definitions: [{ text: 'Mean time to repair' }] };
    const term = (await inject(ctx, { method: 'POST', path: '/{organization}/terms', body })).json();
    expect(term).toMatchObject({
      text: 'MTTR',
      definitions: [{ text: 'Mean time to repair', source: 'dispatch', terms: [{ text: 'MTTR' }] }],
    });
    const path = `/{organization}/terms/${term.id}`;
    expect((await inject(ctx, { method: 'PUT', path, body: term })).json()).toEqual(term);
    const again = await inject(ctx, { method: 'POST', path: '/{organization}/terms', body });
    expect(again.status).toBe(409);
    const definition = { ...inDefault, text: 'Time until somebody looks', terms: [{ id: term.id }, { text: 'MTTA' }, null] };
    const defined = await inject(ctx, { method: 'POST', path: '/{organization}/definitions', body: definition });
    expect(defined.json().terms).toMatchObject([{ text: 'MTTR' }, { text: 'MTTA' }]);
    const one = `/{organization}/definitions/${defined.json().id}`;
    expect((await inject(ctx, { method: 'PUT', path: one, body: defined.json() })).json()).toEqual(defined.json());
    expect((await inject(ctx, { method: 'PUT', path: one, body: { text: 'Time to look' } })).json()).toMatchObject({ terms: [] });
    expect((await inject(ctx, { method: 'DELETE', path: one })).status).toBe(200);
    const empty = await inject(ctx, { method: 'POST', path: '/{organization}/definitions', body: { ...inDefault, text: '  ' } });
    expect(empty.status).toBe(422);
  });
});

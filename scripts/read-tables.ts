import pg from 'pg';

export type Column = { name: string; type: string; nullable: boolean; hasDefault: boolean; generated: boolean };

export type Table = {
  name: string;
  columns: Column[];
  /** column → table it points to */
  references: Record<string, string>;
  primaryKey: string[];
  searchConfig: 'english' | 'simple' | null;
};

type Row = Omit<Table, 'searchConfig' | 'references'> & { search: string | null; links: { column: string; table: string }[] };

/** A table's own bookkeeping of what ran is no data of the product. */
const IGNORED = ['migrations'];

/*
 * A foreign key over several columns (`organization_id, project_id`) is there to keep tenants apart: it belongs to its last column.
 * Columns of type tsvector are left out: only the search conditions of core use them, by name.
 */
const TABLES = `
  select c.relname as name,
    (select json_agg(json_build_object('name', a.attname, 'type', t.typname, 'nullable', not a.attnotnull,
        'hasDefault', a.atthasdef or a.attidentity <> '', 'generated', a.attgenerated <> '') order by a.attnum)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and t.typname <> 'tsvector') as columns,
    coalesce((select json_agg(json_build_object('column', a.attname, 'table', target.relname) order by a.attnum, array_length(k.conkey, 1), target.relname)
      from pg_constraint k join pg_class target on target.oid = k.confrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[array_length(k.conkey, 1)]
      where k.conrelid = c.oid and k.contype = 'f'), '[]') as links,
    coalesce((select json_agg(a.attname order by array_position(k.conkey, a.attnum))
      from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = any(k.conkey)
      where k.conrelid = c.oid and k.contype = 'p'), '[]') as "primaryKey",
    (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where d.adrelid = c.oid and a.attname = 'search') as search
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
  order by c.relname collate "C"`;

/** Everything a migrated database says about its tables, in a fixed order. */
export async function readTables(url: string): Promise<Table[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(TABLES);
    return rows
      .filter(({ name }) => !IGNORED.includes(name))
      .map(({ search, links, ...table }) => ({
        ...table,
        references: Object.fromEntries(links.map(({ column, table: target }) => [column, target])),
        searchConfig: searchConfigOf(search),
      }));
  } finally {
    await client.end();
  }
}

/** The dictionary of the generated search document: `to_tsvector('english'::regconfig, …)`. */
function searchConfigOf(expression: string | null): Table['searchConfig'] {
  const config = /to_tsvector\('(\w+)'/.exec(expression ?? '')?.[1];
  return config === 'english' || config === 'simple' ? config : null;
}

import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { projectLabel } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import type { Column } from '../../ui/data-table/index.ts';
import { TextLink } from '../../ui/link.tsx';
import { When } from '../../ui/time.tsx';
import type { Item, SettingColumn, SettingsResource } from './declaration.ts';
import classes from './settings.module.css';

/** The columns of a list: the name as a link, those of the declaration, and the project where there are several. */
export function columnsOf(resource: SettingsResource, organization: string, several: boolean): Column<Item>[] {
  const name: Column<Item> = {
    id: 'name',
    header: resource.nameHeader ?? 'Name',
    phone: 'title',
    ...(resource.nameSort && { sort: resource.nameSort }),
    cell: (item) => (
      <TextLink at={paths.settingItem(organization, resource.page, String(item.id))} fw={550} className={classes.name}>
        {resource.nameOf(item)}
      </TextLink>
    ),
  };
  const project: Column<Item> = { id: 'project', header: 'Project', sort: 'project.name', cell: (item) => projectLabel(item.project) };
  return [name, ...resource.columns, ...(several ? [project] : [])];
}

type Options = Partial<Omit<SettingColumn, 'id' | 'header' | 'cell'>>;

const valueAt = (item: Item, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], item);

/** A column of texts or numbers. @param path of the value and of the server's order: `tag_type.name` */
export const textColumn = (path: string, header: string, options: Options = {}): SettingColumn => ({
  id: path,
  header,
  sort: path,
  cell: (item) => <span className={classes.clamp}>{String(valueAt(item, path) ?? '')}</span>,
  ...options,
});

export const descriptionColumn = textColumn('description', 'Description');

/** A column of yes and no. On a phone only yes is shown, with its word. */
export const flagColumn = (path: string, header: string, options: Options = {}): SettingColumn => ({
  id: path,
  header,
  sort: path,
  cell: (item) => <Flag on={valueAt(item, path) === true} label={header} />,
  ...options,
});

function Flag({ on, label }: { on: boolean; label: string }): ReactNode {
  return (
    <span className={classes.flag} data-on={on || undefined}>
      {on ? <Check size={15} aria-hidden /> : <Minus size={15} aria-hidden />}
      <span className={classes.flagWord}>{on ? label : ''}</span>
      <span className={classes.spoken}>{on ? 'Yes' : 'No'}</span>
    </span>
  );
}

export const whenColumn = (path: string, header: string, options: Options = {}): SettingColumn => ({
  id: path,
  header,
  sort: path,
  optional: true,
  cell: (item) => <When at={valueAt(item, path) as string | null | undefined} />,
  ...options,
});

export const colorColumn: SettingColumn = {
  id: 'color',
  header: 'Colour',
  optional: true,
  cell: (item) =>
    typeof item.color === 'string' && item.color ? (
      <span className={classes.color}>
        <span className={classes.swatch} style={{ background: item.color }} aria-hidden /> {item.color}
      </span>
    ) : null,
};

import { keys } from '../api/keys.ts';
import { anyOf, equals, list } from '../api/list.ts';
import type { Individual, Tag } from '../api/types.ts';

/** People by name or address. @param project name; people belong to projects */
export const findPeople = async (organization: string, q: string, project?: string): Promise<Individual[]> => {
  const { items } = await list<Individual>(organization, 'individuals', {
    q,
    itemsPerPage: 15,
    sort: q ? [] : ['name'],
    ...(project && { filter: [equals('Project', 'name', project)] }),
  });
  // The same person is known in several projects; a chooser shows them once.
  return [...new Map(items.map((one) => [one.email.toLowerCase(), one])).values()];
};

export const findTags = async (organization: string, q: string, project?: string): Promise<Tag[]> =>
  (
    await list<Tag>(organization, 'tags', {
      q,
      itemsPerPage: 20,
      sort: q ? [] : ['tag_type.name', 'name'],
      filter: [...anyOf('Tag', 'discoverable', [true]), ...(project ? [equals('Project', 'name', project)] : [])],
    })
  ).items;

export const peopleKey = (organization: string, project?: string) => keys.list(organization, 'individual', ['find', project]);
export const tagsKey = (organization: string, project?: string) => keys.list(organization, 'tag', ['find', project]);

/** Somebody nobody has met yet: an address is enough. */
export const newPerson = (text: string): Individual | undefined =>
  /^\S+@\S+\.\S+$/.test(text) ? ({ email: text, name: text } as Individual) : undefined;

export const tagLabel = (tag: Tag) => (tag.tag_type ? `${tag.tag_type.name}/${tag.name}` : (tag.name ?? ''));

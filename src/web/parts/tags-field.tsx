import { CloseButton, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import type { Tag } from '../api/types.ts';
import { RemoteSelect } from '../ui/remote-select.tsx';
import { useOrganization } from './account.ts';
import { findTags, tagLabel, tagsKey } from './choosers.ts';
import { TagMark } from './marks.tsx';
import { withTag } from './tags.ts';

type Props = {
  label?: string;
  value: Tag[];
  onChange: (value: Tag[]) => void;
  project: string | undefined;
  error?: ReactNode;
  description?: ReactNode;
};

/** Tags of a subject. A tag of an exclusive type takes the place of the one before it. */
export function TagsField({ label = 'Tags', value, onChange, project, error, description }: Props) {
  const organization = useOrganization();
  const add = (tag: Tag | null) => {
    if (!tag) return;
    const { tags, replaced } = withTag(value, tag);
    if (replaced)
      notifications.show({ message: `${tagLabel(tag)} replaces ${tagLabel(replaced)}: ${tag.tag_type?.name} has one value only.` });
    onChange(tags);
  };
  return (
    <div>
      <RemoteSelect<Tag>
        label={label}
        description={description}
        error={error}
        value={null}
        onChange={add}
        cacheKey={tagsKey(organization, project)}
        load={(q) => findTags(organization, q, project)}
        idOf={(one) => String(one.id)}
        nameOf={tagLabel}
        hintOf={(one) => one.description ?? undefined}
      />
      {value.length > 0 && (
        <Group gap={6} mt={6} role="list" aria-label={`Chosen ${label.toLowerCase()}`}>
          {value.map((tag) => (
            <Group key={tag.id} gap={0} role="listitem" wrap="nowrap">
              <TagMark tag={tag} />
              <CloseButton
                size="sm"
                aria-label={`Remove ${tagLabel(tag)}`}
                onClick={() => onChange(value.filter((one) => one.id !== tag.id))}
              />
            </Group>
          ))}
        </Group>
      )}
    </div>
  );
}

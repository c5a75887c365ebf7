import { Button, Menu } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { History, Pencil } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { ApiError } from '../../../api/errors.ts';
import type { Document } from '../../../api/types.ts';
import { personName } from '../../../parts/marks.tsx';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { Panel } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { EmptyState, ErrorState, Loading } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import { offReason } from '../allowed.ts';
import { useIncident } from '../incident-data.ts';
import { useContent } from './document-data.ts';
import classes from './documents.module.css';

const Editor = lazy(() => import('./document-editor.tsx').then((one) => ({ default: one.DocumentEditor })));

/** One document: to read, in an old version, or to write. */
export function DocumentPanel({ document }: { document: Pick<Document, 'id' | 'name'> }) {
  const incident = useIncident();
  const search = useSearch({ strict: false }) as { edit?: string; version?: string };
  const navigate = useNavigate();
  const set = (change: { edit?: string; version?: string }) =>
    void navigate({ to: '.', search: ((previous: object) => ({ ...previous, edit: undefined, version: undefined, ...change })) as never });
  const version = search.version ? Number(search.version) : undefined;
  const newest = useContent(document.id);
  const shown = useContent(document.id, version);
  const off = offReason(incident, 'document');
  const isEditing = search.edit === 'yes' && !off;
  useShortcut('e', 'Write in the document', () => !off && set({ edit: 'yes' }), { enabled: !isEditing });

  if (newest.error && !newest.data) {
    if (newest.error instanceof ApiError && newest.error.status === 404)
      return (
        <Panel title={document.name}>
          <EmptyState title="This document is kept elsewhere" small>
            Open it in its own system.
          </EmptyState>
        </Panel>
      );
    return (
      <Panel title={document.name}>
        <ErrorState error={newest.error} retry={() => void newest.refetch()} />
      </Panel>
    );
  }
  const actions = newest.data && !isEditing && (
    <span className={classes.actions}>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="subtle" color="gray" leftSection={<History size={15} aria-hidden />}>
            {version === undefined ? `Version ${newest.data.version}` : `Old version ${version}`}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
          {[...newest.data.versions]
            .sort((a, b) => b.version - a.version)
            .map((one) => (
              <Menu.Item key={one.version} onClick={() => set(one.version === newest.data.version ? {} : { version: String(one.version) })}>
                {one.version}{' '}
                <span className={classes.faint}>
                  {personName(one.author) || 'Tocsin'}, <When at={one.created_at} />
                </span>
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      <ActionButton
        size="xs"
        variant="default"
        leftSection={<Pencil size={15} aria-hidden />}
        off={off}
        onClick={() => set({ edit: 'yes', ...(search.version && { version: search.version }) })}
      >
        {version === undefined ? 'Write' : 'Go on from here'}
      </ActionButton>
    </span>
  );
  return (
    <Panel title={document.name} actions={actions}>
      {!newest.data || !shown.data ? (
        <Loading lines={10} />
      ) : isEditing ? (
        <Suspense fallback={<Loading lines={10} />}>
          <Editor id={document.id} newest={newest.data} start={shown.data.content} close={() => set({})} />
        </Suspense>
      ) : shown.data.content.trim() ? (
        <Markdown text={shown.data.content} startLevel={3} />
      ) : (
        <EmptyState title="This document is empty" small>
          Write what is known, and what was learned.
        </EmptyState>
      )}
    </Panel>
  );
}

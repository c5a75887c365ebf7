import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import type { PluginInstance } from '../../../api/types.ts';
import { Page } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { EmptyState, ErrorState, Loading } from '../../../ui/states.tsx';
import { ProjectChoice, useOneProject } from '../extras/project-choice.tsx';
import { useReaches } from '../may-write.ts';
import { kindOf, type Plugin, useCatalogue, useInstances } from './plugin-data.ts';
import { PluginRow } from './plugin-row.tsx';
import classes from './plugins.module.css';

/** Everything a project can use, by what it does. */
export function PluginList() {
  const project = useOneProject();
  const catalogue = useCatalogue();
  const instances = useInstances(project?.name);
  const mayWrite = useReaches('Admin');
  const [q, setQ] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useShortcut('/', 'Search the plug-ins', () => input.current?.focus());
  const error = catalogue.error ?? instances.error;
  const isReady = project && catalogue.data && instances.data;
  const retry = () => void Promise.all([catalogue.refetch(), instances.refetch()]);
  const kinds = grouped(catalogue.data?.items ?? [], q);
  return (
    <Page title="Plug-ins" sub="Other systems that do part of the work. What is built in works without any of them.">
      {project && <ProjectChoice project={project} />}
      <TextInput
        ref={input}
        type="search"
        aria-label="Search the plug-ins"
        placeholder="Search the plug-ins"
        leftSection={<Search size={15} aria-hidden />}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        maw="24rem"
        mb="md"
      />
      {error && !isReady ? <ErrorState error={error} retry={retry} /> : !isReady ? <Loading lines={8} /> : null}
      {isReady && !kinds.length && (
        <EmptyState title={q ? 'No plug-in by that name' : 'No plug-in is installed'}>
          {q ? 'Try another word, or clear the search.' : 'Restart the server: it registers what it brings.'}
        </EmptyState>
      )}
      {isReady &&
        kinds.map(([type, plugins]) => (
          <section key={type} aria-labelledby={`kind-${type}`} className={classes.kind}>
            <h2 id={`kind-${type}`} className={classes.kindTitle}>
              {kindOf(type)}
            </h2>
            <ul className={classes.plugins}>
              {plugins.flatMap((plugin) =>
                rowsOf(plugin, instances.data.items).map(({ instance, canAdd }) => (
                  <PluginRow
                    key={`${plugin.id} ${instance?.id ?? 'none'}`}
                    plugin={plugin}
                    instance={instance}
                    project={project}
                    mayWrite={mayWrite}
                    canAdd={canAdd}
                  />
                )),
              )}
            </ul>
          </section>
        ))}
    </Page>
  );
}

function grouped(plugins: Plugin[], q: string): [string, Plugin[]][] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const kinds = new Map<string, Plugin[]>();
  for (const plugin of plugins) {
    const text = `${plugin.title} ${plugin.slug} ${plugin.description ?? ''} ${kindOf(plugin.type)}`.toLowerCase();
    if (words.every((word) => text.includes(word))) kinds.set(plugin.type, [...(kinds.get(plugin.type) ?? []), plugin]);
  }
  return [...kinds].sort(([a], [b]) => kindOf(a).localeCompare(kindOf(b)));
}

/** A plug-in that a project does not have yet is one row; each of several instances is a row of its own. */
function rowsOf(plugin: Plugin, instances: PluginInstance[]): { instance: PluginInstance | undefined; canAdd: boolean }[] {
  const own = instances.filter((one) => one.plugin.id === plugin.id);
  if (!own.length) return [{ instance: undefined, canAdd: true }];
  return own.map((instance, index) => ({ instance, canAdd: plugin.multiple && index === own.length - 1 }));
}

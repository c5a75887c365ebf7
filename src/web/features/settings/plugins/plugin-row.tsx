import { Badge, Button, Switch } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { answer, client } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import type { PluginInstance, Project } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { paths } from '../../../paths.ts';
import { ButtonLink, useGo } from '../../../ui/link.tsx';
import { useSave } from '../../../ui/use-save.tsx';
import { type Plugin, switchInstance } from './plugin-data.ts';
import classes from './plugins.module.css';
import { configurationFields, type Schema } from './schema.ts';

type Props = { plugin: Plugin; instance: PluginInstance | undefined; project: Project; mayWrite: boolean; canAdd: boolean };

/** One plug-in of a project: what it is, whether it works here, and the way to its configuration. */
export function PluginRow({ plugin, instance, project, mayWrite, canAdd }: Props) {
  const organization = useOrganization();
  const go = useGo();
  const refresh = [keys.kind(organization, 'plugin')];
  const toggle = useSave<boolean>({ send: (enabled) => switchInstance(organization, instance ?? { id: 0 }, enabled), refresh });
  const addition = useSave<void, { id?: number }>({
    send: () =>
      answer(
        client.POST('/{organization}/plugins/instances', {
          params: { path: { organization } },
          body: { plugin, project, enabled: false, configuration: null } as never,
        }),
      ) as Promise<{ id?: number }>,
    refresh,
    done: `${plugin.title} is added. Configure it, then enable it.`,
    onDone: ({ id }) => id && go(paths.settingItem(organization, 'plugins', String(id), { project: project.name })),
  });
  const fields = configurationFields(plugin.configuration_schema as Schema | null);
  return (
    <li className={classes.plugin} data-on={instance?.enabled || undefined}>
      <div className={classes.about}>
        <p className={classes.title}>
          {plugin.title}
          {instance?.broken && (
            <Badge color="vermilion" variant="light" leftSection={<CircleAlert size={12} aria-hidden />}>
              not installed any more
            </Badge>
          )}
        </p>
        <p className={classes.description}>{plugin.description}</p>
        <p className={classes.author}>
          {plugin.slug} · by {plugin.author}
        </p>
      </div>
      <div className={classes.actions}>
        {instance && mayWrite && fields.length > 0 && (
          <ButtonLink
            at={paths.settingItem(organization, 'plugins', String(instance.id), { project: project.name })}
            variant="default"
            size="xs"
            aria-label={`Configure ${plugin.title}`}
          >
            Configure
          </ButtonLink>
        )}
        {mayWrite && canAdd && (
          <Button
            size="xs"
            variant="default"
            loading={addition.isPending}
            onClick={() => addition.mutate()}
            aria-label={instance ? `Add another ${plugin.title}` : `Add ${plugin.title}`}
          >
            {instance ? 'Add another' : 'Add'}
          </Button>
        )}
        {instance && (
          <Switch
            checked={toggle.isPending ? toggle.variables : instance.enabled === true}
            disabled={!mayWrite || toggle.isPending}
            label={<span className={classes.state}>{instance.enabled ? 'Enabled' : 'Off'}</span>}
            aria-label={`${plugin.title} enabled`}
            onChange={(event) => toggle.mutate(event.currentTarget.checked)}
          />
        )}
      </div>
    </li>
  );
}

import { notifications } from '@mantine/notifications';
import type { Invitation } from '../../api/types.ts';
import { roleInWords } from '../../parts/role-in-words.ts';

const FIRST_STEPS: Record<string, string> = {
  Viewer: 'You see everything that is going on, and change nothing.',
  Responder: 'You can report incidents, join them and work on them.',
};

/** One sentence for whoever has just come in; it goes away by itself. */
export function welcome(invitation: Pick<Invitation, 'roles' | 'organization_role' | 'organization'>): void {
  const role = roleInWords({ roles: invitation.roles, organizationRole: invitation.organization_role ?? '' });
  notifications.show({
    title: `Welcome to ${invitation.organization?.name}`,
    message: FIRST_STEPS[role] ?? 'You can invite people and look after the settings as well.',
    color: 'verdigris',
    autoClose: 12_000,
  });
}

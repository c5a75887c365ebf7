import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { BookOpen, Keyboard, LogOut, Mail, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { API } from '../../api/client.ts';
import { useIsAdmin, useIsViewer, useMe, useOrganization } from '../../parts/account.ts';
import { initialsOf } from '../../parts/marks.tsx';
import { useSignOut } from '../../parts/sign-out.ts';
import { paths } from '../../paths.ts';
import { useGo } from '../../ui/link.tsx';
import { showKeyboardHelp } from '../../ui/shortcuts.tsx';
import { applicationQuery, canSignOut } from '../sign-in/application.ts';
import classes from './frame.module.css';

const SCHEMES = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'auto', label: 'As the system', icon: Monitor },
] as const;

/** The person, their choices and the way out. */
export function AccountMenu({ compact }: { compact?: boolean }) {
  const { email, role } = useMe();
  const isViewer = useIsViewer();
  const organization = useOrganization();
  const isAdmin = useIsAdmin();
  const go = useGo();
  const signOut = useSignOut();
  const { data: application } = useQuery(applicationQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position={compact ? 'bottom-end' : 'top-start'} width={240}>
      <Menu.Target>
        <UnstyledButton
          className={compact ? classes.faceButton : classes.account}
          aria-label={compact ? `${initialsOf({ email })}, account of ${email}` : undefined}
        >
          <span className={classes.face} aria-hidden>
            {initialsOf({ email })}
          </span>
          {!compact && (
            <span className={classes.who}>
              <span className={classes.email}>{email}</span>
              <span className={classes.role}>{isViewer ? 'Viewer' : (role ?? 'no role')}</span>
            </span>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {compact && <Menu.Label>{email}</Menu.Label>}
        <Menu.Item leftSection={<UserRound size={16} aria-hidden />} onClick={() => go(paths.profile(organization))}>
          Profile
        </Menu.Item>
        {compact && isAdmin && (
          <Menu.Item leftSection={<Mail size={16} aria-hidden />} onClick={() => go(paths.mail(organization))}>
            Mail
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {SCHEMES.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            closeMenuOnClick={false}
            leftSection={<Icon size={16} aria-hidden />}
            data-chosen={colorScheme === value || undefined}
            className={classes.scheme}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Keyboard size={16} aria-hidden />} onClick={showKeyboardHelp}>
          Keyboard help
        </Menu.Item>
        <Menu.Item leftSection={<BookOpen size={16} aria-hidden />} component="a" href={`${API}/docs`} target="_blank">
          API documentation
        </Menu.Item>
        {canSignOut(application) && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => signOut.mutate()}>
              Sign out
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

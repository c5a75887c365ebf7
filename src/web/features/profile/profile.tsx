import { useQuery } from '@tanstack/react-query';
import { useMe, useOrganization } from '../../parts/account.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { applicationQuery, canSignOut } from '../sign-in/application.ts';
import { Meetings } from './meetings.tsx';
import { PasswordForm } from './password-form.tsx';
import { PersonalTokens } from './personal-tokens.tsx';
import { PreferencesForm } from './preferences-form.tsx';
import classes from './profile.module.css';
import { SecondFactorPanel } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';

/** What a person decides for themself. */
export function Profile() {
  const { email, role, organizations } = useMe();
  const slug = useOrganization();
  const { data: application } = useQuery(applicationQuery);
  const hasPassword = application?.sign_in === 'password';
  const others = (organizations ?? []).filter((one) => one.organization.slug !== slug);
  return (
    <Page title="Profile" sub={email} narrow>
      <div className={classes.panels}>
        <Panel title="Account">
          <dl className={classes.facts}>
            <dt>E-mail</dt>
            <dd>{email}</dd>
            <dt>Role here</dt>
            <dd>{role ?? 'None'}</dd>
            {others.length > 0 && (
              <>
                <dt>Also in</dt>
                <dd>{others.map((one) => `${one.organization.name} (${one.role ?? 'no role'})`).join(', ')}</dd>
              </>
            )}
          </dl>
        </Panel>
        <PreferencesForm />
        <Meetings />
        {hasPassword && <PasswordForm />}
        {hasPassword && <SecondFactorPanel />}
        {canSignOut(application) && <Sessions />}
        <PersonalTokens />
      </div>
    </Page>
  );
}

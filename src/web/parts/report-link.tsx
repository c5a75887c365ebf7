import { Plus } from 'lucide-react';
import type { ComponentProps } from 'react';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/link.tsx';
import { useIsViewer, useOrganization } from './account.ts';

type Props = Omit<ComponentProps<typeof ButtonLink>, 'at'> & { search?: Parameters<typeof paths.report>[1] };

/** The way to the form that reports an incident; nothing for whoever only looks on. */
export function ReportLink({ search, children = 'Report incident', ...props }: Props) {
  const organization = useOrganization();
  if (useIsViewer()) return null;
  return (
    <ButtonLink at={paths.report(organization, search)} leftSection={<Plus size={16} aria-hidden />} {...props}>
      {children}
    </ButtonLink>
  );
}

import { Modal, Table } from '@mantine/core';
import { Keys, useShortcuts } from './shortcuts.tsx';

/** The shortcuts that work now, by group; those that work everywhere come last. */
export function KeyboardHelpDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const shortcuts = useShortcuts();
  const groups = [...new Set(shortcuts.map((one) => one.group))].sort((a) => (a === 'Everywhere' ? 1 : -1));
  return (
    <Modal opened={opened} onClose={close} title="Keyboard" size="lg">
      {groups.map((group) => (
        <Table key={group} mb="md" captionSide="top">
          <Table.Caption ta="start" fw={600}>
            {group}
          </Table.Caption>
          <Table.Tbody>
            {shortcuts
              .filter(
                (one, index) =>
                  one.group === group && shortcuts.findIndex((other) => other.keys === one.keys && other.group === group) === index,
              )
              .map((one) => (
                <Table.Tr key={one.keys + one.label}>
                  <Table.Td w="45%">
                    <Keys keys={one.keys} />
                  </Table.Td>
                  <Table.Td>{one.label}</Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      ))}
    </Modal>
  );
}

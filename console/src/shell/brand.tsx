import { Group, Image, Text } from '@mantine/core'
import { texts } from '#texts'
import icon from '../icon.svg'

/** The name of the product with its mark. */
export function Brand() {
  return (
    <Group gap="xs" wrap="nowrap">
      <Image src={icon} alt="" w={24} h={24} />
      <Text fw={700} size="lg">
        {texts.shell.product}
      </Text>
    </Group>
  )
}

import type { ModalProps } from '@mantine/core'
import { Modal } from '@mantine/core'
import { useEffect, useState } from 'react'

/** A dialog that is there as long as it is rendered; who opened it has the focus again when it goes. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    },
    [opener],
  )
  return <Modal {...props} opened />
}

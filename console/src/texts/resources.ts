/** What screens of configured things have in common. */
export const resources = {
  file: 'File',
  inFile: 'Declared in the configuration file, and changed there.',
  save: 'Save',
  saved: 'Saved',
  edit: 'Edit',
  delete: 'Delete',
  remove: 'Remove',
  cancel: 'Cancel',
  back: 'Back',
  next: 'Next',
  actionsHeader: 'Actions',
  actions: (name: string) => `Actions of ${name}`,
  usedBy: (names: string) => `Still named by ${names}`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  noSuch: (name: string) => `There is no ${name}.`,
  lists: {
    drag: (name: string) => `Move ${name}`,
    up: (name: string) => `Move ${name} up`,
    down: (name: string) => `Move ${name} down`,
    remove: (name: string) => `Remove ${name}`,
  },
} as const

/** Who asks. Every use case takes one; local mode hands in `local`. */
export type Caller = { workspaceId: string; actor: string; can: readonly Permission[] }

export type Permission = 'read' | 'create' | 'edit' | 'control'

export const local: Caller = { workspaceId: 'local', actor: 'local', can: ['read', 'create', 'edit', 'control'] }

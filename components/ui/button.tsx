import type { ComponentProps, ReactNode } from 'react'
import { Slot } from 'radix-ui'

type Look = 'plain' | 'primary' | 'ink' | 'ghost' | 'bad'
type Size = 's' | 'm' | 'l'

export type ButtonProps = ComponentProps<'button'> & {
  look?: Look
  size?: Size
  icon?: ReactNode
  asChild?: boolean
  square?: boolean
}

/** A deed. `asChild` gives its looks to a link; `square` is for an icon alone, which then needs an aria-label. */
export function Button({
  look = 'plain',
  size = 'm',
  icon,
  square = false,
  asChild = false,
  className = '',
  children,
  ...rest
}: ButtonProps) {
  const names = [
    'btn',
    look === 'plain' ? '' : `btn-${look}`,
    size === 'm' ? '' : `btn-${size}`,
    square ? 'btn-icon' : '',
    className,
  ]
  const looks = names.filter((name) => name !== '').join(' ')
  if (asChild) {
    return (
      <Slot.Root className={looks} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button type="button" className={looks} {...rest}>
      {icon}
      {children === undefined ? null : <span>{children}</span>}
    </button>
  )
}

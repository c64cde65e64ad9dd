import { care } from './care.ts'
import { food } from './food.ts'
import { outing } from './outing.ts'
import { places } from './places.ts'
import { services } from './services.ts'
import type { Trade } from './trade.ts'
import { trading } from './trading.ts'
import { work } from './work.ts'

/** Every trade the studio knows, besides the general one. */
export const allTrades: readonly Trade[] = [...food, ...care, ...trading, ...work, ...places, ...outing, ...services]

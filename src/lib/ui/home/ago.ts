/** When something was, as people say it: "2 minutes ago", "yesterday", "12 November". */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const thisYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });
const earlier = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** @param then @param now milliseconds since 1970. */
export function ago(then: number, now: number): string {
	const passed = Math.max(0, now - then);
	if (passed < MINUTE) return 'just now';
	if (passed < HOUR) return relative.format(-Math.floor(passed / MINUTE), 'minute');
	if (passed < 12 * HOUR) return relative.format(-Math.floor(passed / HOUR), 'hour');
	const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(then).setHours(0, 0, 0, 0)) / DAY);
	if (days < 7) return relative.format(-days, 'day');
	return (new Date(then).getFullYear() === new Date(now).getFullYear() ? thisYear : earlier).format(then);
}

/** Why a net cannot be built, said at the layer meant: without naming the layer again, which is in the line above. */
import type { BenchtopError } from '$lib/engine/errors/error';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A sentence; the whole message for refusals that speak of no layer. */
export function refusalAt({ code, operands, message }: BenchtopError): string {
	switch (code) {
		case 'model.layer-shape':
			return `Takes ${operands.needs}, but is given ${operands.given}.`;
		case 'model.layer-setting':
			return `${capital(String(operands.detail))}.`;
		case 'model.layer-name':
			return operands.name === '?'
				? 'Choose the layer it is joined with.'
				: `No layer before it is called “${operands.name}”.`;
		default:
			return message;
	}
}

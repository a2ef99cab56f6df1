/**
 * The samples of Home: where each comes from, what it is licensed under, what to ask of it, and its file.
 * Published ones are assets of the build, so they work offline; generated ones are made when opened.
 */
import penguinsUrl from '../../../../node_modules/vega-datasets/data/penguins.json?url';
import seattleUrl from '../../../../node_modules/vega-datasets/data/seattle-weather.csv?url';
import co2Url from '../../../../node_modules/vega-datasets/data/co2-concentration.csv?url';

export interface Sample {
	readonly id: string;
	readonly name: string;
	readonly question: string;
	/** Column the proposed pipeline predicts. */
	readonly target: string;
	readonly rows: number;
	readonly columns: number;
	/** Who made the data, and where; null when it is generated here. */
	readonly source: { readonly name: string; readonly url: string } | null;
	readonly licence: { readonly name: string; readonly url: string } | null;
	/** The file, as if it had been dropped. */
	file(): Promise<File>;
}

const csv = (text: string, id: string): File => new File([text], `${id}.csv`, { type: 'text/csv' });

async function fetched(url: string): Promise<Response> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url} answered ${response.status}`);
	return response;
}

export const SAMPLES: readonly Sample[] = [
	{
		id: 'penguins',
		name: 'Penguins',
		question: 'Which species is it?',
		target: 'Species',
		rows: 344,
		columns: 7,
		source: { name: 'K. Gorman, Palmer Station LTER', url: 'https://pal.lternet.edu/' },
		licence: { name: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
		async file() {
			const { recordsToCsv } = await import('$lib/engine/samples/records');
			return csv(recordsToCsv(await (await fetched(penguinsUrl)).json()), 'penguins');
		},
	},
	{
		id: 'seattle-weather',
		name: 'Seattle weather',
		question: 'What kind of day was it?',
		target: 'weather',
		rows: 1461,
		columns: 6,
		source: { name: 'NOAA NCDC', url: 'https://www.ncdc.noaa.gov/cdo-web/datatools/records' },
		licence: { name: 'U.S. government work', url: 'https://www.usa.gov/government-works' },
		file: async () => csv(await (await fetched(seattleUrl)).text(), 'seattle-weather'),
	},
	{
		id: 'co2-concentration',
		name: 'CO₂ at Mauna Loa',
		question: 'How much CO₂ is in the air?',
		target: 'CO2',
		rows: 741,
		columns: 3,
		source: {
			name: 'Scripps CO₂ Program',
			url: 'https://scrippsco2.ucsd.edu/data/atmospheric_co2/primary_mlo_co2_record',
		},
		licence: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
		file: async () => csv(await (await fetched(co2Url)).text(), 'co2-concentration'),
	},
	{
		id: 'two-moons',
		name: 'Two moons',
		question: 'Which moon is the point on?',
		target: 'moon',
		rows: 500,
		columns: 3,
		source: null,
		licence: null,
		file: async () => csv((await import('$lib/engine/samples/points')).twoMoons(), 'two-moons'),
	},
	{
		id: 'spirals',
		name: 'Spirals',
		question: 'Which arm is it? No line parts them.',
		target: 'arm',
		rows: 600,
		columns: 3,
		source: null,
		licence: null,
		file: async () => csv((await import('$lib/engine/samples/points')).spirals(), 'spirals'),
	},
	{
		id: 'noisy-sine',
		name: 'Noisy sine',
		question: 'What is y, given x?',
		target: 'y',
		rows: 400,
		columns: 2,
		source: null,
		licence: null,
		file: async () => csv((await import('$lib/engine/samples/points')).noisySine(), 'noisy-sine'),
	},
];

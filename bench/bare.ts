/** The baseline: a bare discord.js bot that makes one FULL commit and answers, or (`defer`) only defers. */
import { DatabaseSync } from 'node:sqlite';
import { Client, Events, type Interaction } from 'discord.js';

const [, , apiUrl = '', token = '', file = '', way = ''] = process.argv;
const database = new DatabaseSync(file);
database.exec(
  'pragma journal_mode = wal; pragma synchronous = full; create table if not exists songs (id text primary key, words text, at integer)',
);
const insert = database.prepare('insert into songs (id, words, at) values (?, ?, ?)');

const client = new Client({ intents: [], rest: { api: apiUrl } });
const answer = async (interaction: Interaction): Promise<void> => {
  if (!interaction.isChatInputCommand()) return;
  if (way === 'defer') return void (await interaction.deferReply());
  const idea = interaction.options.getString('idea', true);
  insert.run(interaction.id, idea, Date.now());
  await interaction.reply({ content: idea, withResponse: true });
};
client.on(Events.InteractionCreate, (interaction) => void answer(interaction));
process.on('disconnect', () => process.exit(0));
await client.login(token);

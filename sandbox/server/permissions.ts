import { PermissionFlagsBits } from 'discord-api-types/v10';

const plain = (name: string): string => name.replaceAll(/[^a-z]/gi, '').toLowerCase();

const BITS = new Map(Object.entries(PermissionFlagsBits).map(([name, bit]) => [plain(name), bit]));

/** What an ordinary member of the guild may do. */
const EVERYONE =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.UseExternalEmojis |
  PermissionFlagsBits.UseApplicationCommands;

/** The bit of a permission in any spelling of Discord's (`View Channel`, `ViewChannel`, `VIEW_CHANNEL`); null: unknown. */
export const permissionBit = (name: string): bigint | null => BITS.get(plain(name)) ?? null;

/** What the bot may do where it lacks `botLacks`, as Discord computes it: without View Channel nothing is left. */
export const botPermissions = (botLacks: readonly string[]): bigint => {
  const lacking = botLacks.reduce((bits, name) => bits | (permissionBit(name) ?? 0n), 0n);
  return (lacking & PermissionFlagsBits.ViewChannel) !== 0n ? 0n : EVERYONE & ~lacking;
};

export const memberPermissions = (manager: boolean): bigint =>
  manager ? EVERYONE | PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageMessages : EVERYONE;

export const has = (permissions: bigint, bit: bigint): boolean => (permissions & bit) === bit;

import { zodResolver } from '@hookform/resolvers/zod';
import { ProfileFields } from '@/server/profile/inputs';

/** Checks the profile form by the server's own schema. */
export const checkProfile = zodResolver(ProfileFields);

import type { Me } from '../../api/wire';

const TEACHERS = new Set(['brand_manager', 'admin']);

/** Whether this person teaches a brand, or, with null, every brand; the server decides. */
export const mayTeach = ({ may, grants }: Me, brandId: string | null): boolean =>
  may.teach && grants.some(({ role, brand_id }) => TEACHERS.has(role) && (!brand_id || brand_id === brandId));

import type { SimulatedService } from "./index.ts";

/** The services, by project and id. */
export interface SimulatedServices {
  add(service: SimulatedService): void;
  remove(projectId: string, serviceId: string): boolean;
  find(projectId: string, serviceId: string): SimulatedService | undefined;
  list(projectId?: string): readonly SimulatedService[];
}

/** Makes a directory of some services. */
export function createServiceDirectory(services: Iterable<SimulatedService>): SimulatedServices {
  const projects = new Map<string, Map<string, SimulatedService>>();

  function add(service: SimulatedService): void {
    const project = projects.get(service.projectId) ?? new Map<string, SimulatedService>();
    projects.set(service.projectId, project.set(service.id, service));
  }
  for (const service of services) add(service);

  return {
    add,
    remove: (projectId, serviceId) => projects.get(projectId)?.delete(serviceId) ?? false,
    find: (projectId, serviceId) => projects.get(projectId)?.get(serviceId),
    list: (projectId) =>
      projectId === undefined
        ? [...projects.values()].flatMap((project) => [...project.values()])
        : [...(projects.get(projectId)?.values() ?? [])],
  };
}

import type { Bilingual } from "./labels.ts";
import type { FailureCause } from "./signal.ts";

interface Advice {
  readonly title: Bilingual;
  readonly remedy: Bilingual;
}

const ADVICE: Readonly<Record<FailureCause, Advice>> = {
  insufficient_resources: {
    title: { en: "Not enough resources", zh: "资源不足" },
    remedy: {
      en: "ModelArts tries three times by itself. If it gives up: in a public resource pool, wait until others release resources and deploy again; in a dedicated pool, choose a smaller specification or fewer instances, stop services that are not needed, or expand the pool. A rule that ties the service to certain nodes narrows the choice further.",
      zh: "ModelArts会自动重试三次。若仍失败：使用公共资源池时，请等待其他用户释放资源后重新部署；使用专属资源池时，请选择更小的规格或减少实例数，停止闲置服务，或对资源池扩容。若配置了节点亲和规则，可用节点会更少，请一并检查。",
    },
  },
  disk_pressure: {
    title: { en: "Disk full on the node", zh: "节点磁盘空间不足" },
    remedy: {
      en: "The node's disk cannot hold the image or the model. Make the image or the model smaller, stop or delete services of the same pool to free space, or expand the pool and deploy to a new node.",
      zh: "节点磁盘放不下镜像或模型。请精简镜像或模型，停止或删除同一资源池中的其他服务以释放空间，或扩容资源池并部署到新节点。",
    },
  },
  image_build: {
    title: { en: "Image build failed", zh: "镜像构建失败" },
    remedy: {
      en: "Read the build log that the event names and correct what it reports. A custom image must install its dependencies in its own Dockerfile: run-time dependencies of the model's configuration are not installed into it. If there is no log, contact Huawei Cloud support.",
      zh: "请查看事件中给出的构建日志并按报错修复。自定义镜像须在Dockerfile中自行安装依赖，模型配置里的运行时依赖不会安装到其中。若没有日志，请联系华为云技术支持。",
    },
  },
  image_pull: {
    title: { en: "Image pull failed", zh: "拉取镜像失败" },
    remedy: {
      en: "The usual reason is an image too large for the node's disk: make the image smaller first. Check too that the image and its tag still exist in SWR and that ModelArts may read them. ModelArts tries again by itself; if it keeps failing, ask the administrator of the resource pool.",
      zh: "常见原因是镜像过大、节点磁盘不足：请先精简镜像。同时确认镜像及其标签仍存在于SWR中，且ModelArts有权限读取。ModelArts会自动重试；若持续失败，请联系资源池管理员。",
    },
  },
  model_start: {
    title: { en: "Model did not start", zh: "模型启动失败" },
    remedy: {
      en: "Read the service's run-time log. The port that the model listens on must be the one configured for it (8080 unless set otherwise), and the health check's address must be right (/health for the platform's own images). Check customize_service.py, and that the image starts and answers on your own machine. A model that cannot be reached is given up after at most 20 minutes.",
      zh: "请查看服务运行日志。模型监听端口须与创建模型时配置的端口一致（未设置时为8080），健康检查地址须正确（平台基础镜像为/health）。请检查customize_service.py，并在本地确认镜像能启动并正常响应。模型无法连通时，最长20分钟后判定为启动失败。",
    },
  },
  timeout: {
    title: { en: "Timed out", zh: "超时" },
    remedy: {
      en: "See which phase took the time. A large image or model may need a longer deployment time-out (20 minutes by default, 3 to 120 can be set) and a longer delay before its health check. If the start is what never ends, check the model's port (8080 unless set otherwise). Otherwise try again later.",
      zh: "请查看耗时最长的阶段。镜像或模型较大时，可调大部署超时时间（默认20分钟，可设3到120分钟）并增加健康检查延迟。若一直停在模型启动，请检查模型端口（未设置时为8080）。其他情况请稍后重试。",
    },
  },
  quota: {
    title: { en: "Quota exceeded", zh: "超出配额" },
    remedy: {
      en: "Delete or stop services that are not needed, or ask for a higher quota with a service ticket, then start the service again.",
      zh: "请停止或删除不需要的服务，或提交工单申请提高配额，然后重新启动服务。",
    },
  },
  licence: {
    title: { en: "Licence expired or about to", zh: "许可证过期或即将过期" },
    remedy: {
      en: "Renew the subscription that the event names, then deploy again.",
      zh: "请续订事件中提到的许可证，然后重新部署。",
    },
  },
  credential: {
    title: { en: "Credential missing or invalid", zh: "凭据缺失或无效" },
    remedy: {
      en: "Check in DEW that the secret which the service names exists, and that it holds an access key and a secret key that are valid and enabled.",
      zh: "请在DEW中确认服务引用的凭据存在，且其中的AK/SK有效并已启用。",
    },
  },
  storage: {
    title: { en: "Storage unavailable", zh: "存储不可用" },
    remedy: {
      en: "For SFS Turbo, check on the network page that the resource pool's association with it is normal, and that their address ranges do not overlap. For a model in OBS, check the events and the disk usage of the resource pool. Then deploy again.",
      zh: "使用SFS Turbo时，请在网络管理页面确认其与资源池的关联状态正常，且网段不冲突。模型存放在OBS时，请检查资源池的事件与磁盘使用率。随后重新部署。",
    },
  },
  rollback_failed: {
    title: { en: "Rollback failed", zh: "回滚失败" },
    remedy: {
      en: "The update failed and the former version was not restored, most often for lack of resources: stop services that are not needed or expand the resource pool, or update again with fewer instances or a smaller specification. If the service stays down, contact Huawei Cloud support.",
      zh: "更新失败且未能恢复到原版本，多因资源不足：请停止不需要的服务或扩容资源池，或减少实例数、选择更小规格后再次升级。若服务仍未恢复，请联系华为云技术支持。",
    },
  },
  unknown: {
    title: { en: "Cause not stated", zh: "原因未说明" },
    remedy: {
      en: "Read the platform's own message and the service's run-time log. If they do not say enough, send this deployment's events to Huawei Cloud support.",
      zh: "请查看平台给出的错误信息和服务运行日志。若仍无法定位，请将本次部署的事件提供给华为云技术支持。",
    },
  },
};

/**
 * Advice on how to remedy a failure cause.
 *
 * The remedies summarise the platform's troubleshooting guide and its table of service events; those for a licence and for
 * a stop due to a lack of quota are common sense, because the sources say little about them.
 *
 * @example
 * adviceFor("quota").zh; // "请停止或删除不需要的服务，或提交工单申请提高配额，然后重新启动服务。"
 */
export function adviceFor(cause: FailureCause): Bilingual {
  return ADVICE[cause].remedy;
}

/**
 * A short title of a failure cause.
 *
 * @example
 * causeTitle("image_pull").en; // "Image pull failed"
 */
export function causeTitle(cause: FailureCause): Bilingual {
  return ADVICE[cause].title;
}

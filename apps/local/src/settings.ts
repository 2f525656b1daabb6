import { resolve } from "node:path";
import * as z from "zod";

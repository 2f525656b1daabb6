import { installFetchClasses } from "../lambda/fetch-classes/install.ts";

installFetchClasses();

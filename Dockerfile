# syntax=docker/dockerfile:1

# Debian with Node. A release is built from a fixed image: --build-arg NODE_IMAGE=node:22-bookworm-slim@sha256:…, with the digest
# that `docker buildx imagetools inspect node:22-bookworm-slim` prints.
ARG NODE_IMAGE=node:22-bookworm-slim

# --- build: SQLite's binding is compiled where no prebuilt one can be fetched --------------------------------------
FROM ${NODE_IMAGE} AS build
RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json package.dist.json ./
COPY src ./src
COPY commands ./commands
# The compiler is needed by `npm start` only, and here everything is built.
RUN npm run build && npm prune --omit=dev && rm -rf node_modules/typescript node_modules/@typescript

# --- run: no compiler, no sources, not root; tini passes signals on and reaps --------------------------------------
FROM ${NODE_IMAGE}
# --build-arg MEDIA_PACKAGES=ffmpeg lets Easel write videos smaller; it is about half a gigabyte.
ARG MEDIA_PACKAGES=""
RUN apt-get update \
  && apt-get install --yes --no-install-recommends tini fontconfig fonts-dejavu-core ${MEDIA_PACKAGES} \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production HTTP_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN mkdir --mode=700 data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 8080
# Healthy means that Easel can take commands: connected with Discord's gateway, the store open. HTTP_PORT=0 turns the operations
# server off, and then there is nothing to ask.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["node", "-e", "const port = process.env.HTTP_PORT || '8080'; if (port === '0') process.exit(0); fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1));"]
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "--enable-source-maps", "dist/src/main.js"]

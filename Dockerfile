# Builds the static site and serves it with the headers it wants. docker build -t benchtop . && docker run -p 8080:80 benchtop
FROM node:20-bookworm-slim AS build
WORKDIR /site
COPY package.json package-lock.json ./
COPY scripts/install.mjs scripts/
RUN node scripts/install.mjs
COPY . .
RUN node scripts/build.mjs

FROM nginx:1.27-alpine
COPY docs/hosting/nginx.conf /etc/nginx/conf.d/default.conf
COPY --from=build /site/build /usr/share/nginx/html

# Onlooker with a Chromium and fonts for most of the world's writings. docs/rendering.md says how to run it.
FROM debian:12-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/onlooker
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY src src
RUN python3 -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt '.[s3,server]'

FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 \
    chromium-headless-shell fonts-liberation fonts-dejavu-core fonts-noto-color-emoji fonts-noto-core fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home onlooker \
 && install -d -m 1777 /var/cache/onlooker
COPY --from=build /opt/onlooker/.venv /opt/onlooker/.venv
ENV PATH=/opt/onlooker/.venv/bin:$PATH \
    ONLOOKER_HOME=/var/cache/onlooker
# Not root: the browser then has its process sandbox wherever the container may make user namespaces.
USER onlooker
WORKDIR /work
ENTRYPOINT ["onlooker"]
CMD ["--help"]

# Talka in a container: one binary, nothing else.
#
#   docker build -t talka .
#   docker run -p 8080:8080 -v talka:/data -e TALKA_BASE_URL=https://community.example.org talka

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# With TLS to PostgreSQL: OpenSSL is compiled in.
RUN cargo build --locked --profile dist --features pg-tls --bin talka

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin talka \
    && install --directory --owner talka --group talka /data
COPY --from=build /src/target/dist/talka /usr/local/bin/talka
COPY LICENSE LICENSE-APACHE LICENSE-MIT NOTICE /usr/share/doc/talka/
USER talka
WORKDIR /data
ENV TALKA_LISTEN=0.0.0.0:8080 TALKA_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
# It stops by SIGTERM, after what is under way: at most 20 seconds, so give it 30.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["talka", "healthcheck"]
ENTRYPOINT ["talka"]
CMD ["serve"]
